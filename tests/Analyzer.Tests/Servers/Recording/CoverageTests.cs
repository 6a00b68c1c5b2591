using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Tests.Servers.Recording;

public sealed class CoverageTests
{
    [Fact]
    public void Stretches_that_touch_or_overlap_become_one()
    {
        Coverage coverage = Of((0, 10), (20, 10), (8, 5), (13, 7));

        Assert.True(coverage.Holds(new Stretch(0, 30)));
        Assert.Empty(coverage.Missing(30));
    }

    [Fact]
    public void What_was_not_added_is_missing()
    {
        Coverage coverage = Of((5, 5), (20, 5));

        Assert.Equal([new Stretch(0, 5), new Stretch(10, 20), new Stretch(25, 30)], coverage.Missing(30));
        Assert.Equal(10, coverage.HeldOf(new Stretch(0, 30)));
        Assert.False(coverage.Holds(new Stretch(8, 12)));
    }

    [Fact]
    public void Of_nothing_nothing_is_missing() => Assert.Empty(new Coverage().Missing(0));

    static Coverage Of(params (long Offset, long Length)[] added)
    {
        var coverage = new Coverage();
        foreach ((long offset, long length) in added) coverage.Add(offset, length);
        return coverage;
    }
}
