using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Tests.Capture.Sources.Live;

/// <summary>The disk takes nothing more.</summary>
public sealed class SpoolInMemoryTests
{
    const int Large = 1_000_000;

    /// <summary>No disk has as much room as is asked for.</summary>
    static SpoolPlan NoDisk(long memory) => SpoolPlan.Temporary with { LeastFree = long.MaxValue, MemoryBytes = memory };

    [Fact]
    public void The_capture_goes_on_in_memory_and_says_so()
    {
        using var workshop = new SpoolWorkshop(NoDisk(4 * MemorySegment.Capacity), isNamed: false);

        workshop.Append(10).Spool.Finish();

        Assert.Equal(Enumerable.Range(0, 10), workshop.Take());
        Assert.Empty(workshop.Spool.Files);
        Assert.True(workshop.Spool.TryTakeNotice(out LiveNotice? notice));
        Assert.Equal("spool-in-memory", notice!.Code);
    }

    [Fact]
    public void What_was_walked_leaves_memory_for_what_comes()
    {
        using var workshop = new SpoolWorkshop(NoDisk(2 * MemorySegment.Capacity), isNamed: false);
        var walked = new List<int>();
        for (int i = 0; i < 50; i++)
        {
            workshop.Append(1, Large).Spool.Commit();
            walked.AddRange(workshop.Take());
        }

        Assert.Equal(Enumerable.Range(0, 50), walked);
        Assert.Equal(0, workshop.Spool.Lost);
        Assert.True(workshop.Spool.Evicted.Packets > 0);
    }

    [Fact]
    public void What_finds_no_room_is_counted_and_the_rest_is_whole()
    {
        using var workshop = new SpoolWorkshop(NoDisk(2 * MemorySegment.Capacity), isNamed: false);

        workshop.Append(30, Large).Spool.Finish();

        List<int> walked = workshop.Take();
        Assert.Equal(Enumerable.Range(0, walked.Count), walked);
        Assert.Equal(30, walked.Count + workshop.Spool.Lost);
        Assert.InRange(workshop.Spool.Lost, 10, 20);
    }

    [Fact]
    public void A_packet_larger_than_a_piece_of_memory_is_lost_alone()
    {
        using var workshop = new SpoolWorkshop(NoDisk(4 * MemorySegment.Capacity), isNamed: false);

        workshop.Append(1).Append(1, MemorySegment.Capacity + 1).Append(1).Spool.Finish();

        Assert.Equal([0, 2], workshop.Take());
        Assert.Equal(1, workshop.Spool.Lost);
    }

    [Fact]
    public void A_file_that_the_user_named_needs_a_disk()
    {
        SpoolPlan plan = NoDisk(MemorySegment.Capacity) with { Path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) };

        Assert.Null(LiveSpool.Open(plan, out string problem));
        Assert.Equal("the disk is nearly full", problem);
        Assert.False(File.Exists(plan.Path));
    }
}
