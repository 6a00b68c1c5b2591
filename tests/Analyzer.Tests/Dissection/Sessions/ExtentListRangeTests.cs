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
    public void Packets_of_a_content_between_those_of_others_cost_a_few_bytes_each()
    {
        var random = new Random(1);
        var list = new ExtentList();
        List<Extent> expected = [];
        long offset = 0;
        for (int i = 0; i < 10_000; i++)
        {
            offset += random.Next(1500, 60_000);
            expected.Add(new Extent(0, offset, i % 50 == 0 ? 700 : 1448));
            list.Add(expected[^1]);
        }

        Assert.Equal(expected, list.All());
        Assert.InRange(list.Cost, 1, 10_000 * 8);
    }

    [Fact]
    public void The_farthest_places_of_any_capture_come_back()
    {
        const long Farthest = (1L << 48) - 1;
        Extent[] extents = [new(65535, Farthest, int.MaxValue), new(0, 0, 1), new(65535, Farthest - 5, 1), new(65535, 3, int.MaxValue), new(1, Farthest, 2), new(1, 1, 2), new(1, Farthest - 1, 2)];
        var list = new ExtentList();
        foreach (Extent extent in extents) list.Add(extent);

        Assert.Equal(extents, list.All());
        Assert.Equal(extents[3..], list.Range(int.MaxValue + 2L, long.MaxValue));
    }

    [Fact]
    public void What_is_added_while_it_is_read_changes_nothing_of_what_was_there()
    {
        var list = new ExtentList();
        for (int i = 0; i < 100; i++) list.Add(new Extent(0, i * i * 100L, 10));
        List<Extent> read = [];
        foreach (Extent extent in list.All())
        {
            read.Add(extent);
            list.Add(new Extent(1, read.Count * read.Count * 7L, 3));
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => new Extent(0, i * i * 100L, 10)), read);
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
