using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class ProgressTests
{
    [Theory]
    [InlineData(500_000_000, 1_000_000_000, 2, "50 % of 1.0 GB, 250.0 MB/s, 2 s left")]
    [InlineData(1_000_000_000, 1_000_000_000, 2, "100 % of 1.0 GB, 500.0 MB/s, 0 s left")]
    [InlineData(1_000_000, 1_000_000_000, 1, "0 % of 1.0 GB, 1.0 MB/s, 16 min 39 s left")]
    [InlineData(500_000_000, -1, 2, "500.0 MB, 250.0 MB/s")]
    [InlineData(0, 1000, 5, "0 % of 1.0 kB")]
    [InlineData(2000, 1000, 1, "100 % of 1.0 kB, 2.0 kB/s, 0 s left")]
    public void The_line_says_how_far_and_how_fast(long done, long total, int seconds, string expected)
    {
        Assert.Equal(expected, Progress.Line(done, total, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Work_that_is_over_soon_shows_nothing()
    {
        var error = new StringWriter();

        new Progress(error, 80, () => (1, 2)).Dispose();

        Assert.Equal("", error.ToString());
    }
}
