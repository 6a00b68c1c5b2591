using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Sessions;

public sealed class ExtentListRangeTests
{
    static List<(int, long)> Bytes(IEnumerable<Extent> extents) =>
        [.. extents.SelectMany(extent => Enumerable.Range(0, extent.Length).Select(i => (extent.Capture, extent.Offset + i)))];

    [Fact]
    public void A_range_of_a_folded_run_is_found_by_its_stride()
    {
        var list = new ExtentList();
        for (int i = 0; i < 1000; i++) list.Add(new Extent(0, i * 100L, 10));

        Assert.Equal(1, list.Runs);
        Assert.Equal([new Extent(0, 50_005, 5), new Extent(0, 50_100, 10), new Extent(0, 50_200, 3)], list.Range(5005, 18));
    }

    [Fact]
    public void What_lies_past_the_end_is_left_out()
    {
        var list = new ExtentList();
        list.Add(new Extent(2, 7, 4));

        Assert.Equal([new Extent(2, 9, 2)], list.Range(2, 100));
        Assert.Empty(list.Range(4, 1));
        Assert.Empty(list.Range(0, 0));
    }

    [Fact]
    public void Any_range_holds_the_bytes_that_skipping_and_taking_would()
    {
        Gen<(int Capture, int Offset, int Length)[]> extents = Gen.ArrayOf(
            from capture in Gen.Choose(0, 1)
            from offset in Gen.Choose(0, 20)
            from length in Gen.Choose(0, 4)
            select (capture, offset * 4, length));
        Prop.ForAll(extents.ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (all, start, length) =>
        {
            var list = new ExtentList();
            foreach ((int capture, int offset, int size) in all) list.Add(new Extent(capture, offset, size));
            var copy = new ExtentList();
            copy.AddRange(list, start, length);

            List<(int, long)> expected = [.. Bytes(list.All()).Skip(start).Take(length)];
            Assert.Equal(expected, Bytes(list.Range(start, length)));
            Assert.Equal(expected, Bytes(copy.All()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
