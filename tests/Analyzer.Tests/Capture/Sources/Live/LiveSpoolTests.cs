using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Tests.Capture.Sources.Live;

public sealed class LiveSpoolTests
{
    [Fact]
    public void What_was_appended_is_walked_once_it_is_committed()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan());

        List<int> before = workshop.Append(3).Take();
        workshop.Spool.Commit();

        Assert.Empty(before);
        Assert.Equal([0, 1, 2], workshop.Take());
        Assert.Empty(workshop.Take());
    }

    [Fact]
    public void The_walker_goes_on_where_it_stopped_however_often_the_end_is_reached()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan());
        var walked = new List<int>();
        for (int i = 0; i < 300; i++)
        {
            workshop.Append(1 + i % 3, 4 + i * 37 % 5000).Spool.Commit();
            walked.AddRange(workshop.Take());
        }

        Assert.Equal(Enumerable.Range(0, 600), walked);
    }

    [Fact]
    public void A_packet_longer_than_a_chunk_passes()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan());

        workshop.Append(1).Append(1, SpoolLimits.ChunkBytes + 1).Append(1).Spool.Finish();

        Assert.Equal([0, 1, 2], workshop.Take());
        Assert.True(workshop.Walk.HasEnded);
    }

    [Fact]
    public void It_has_ended_when_it_is_finished_and_walked()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan());
        workshop.Append(1).Spool.Finish();

        bool early = workshop.Walk.HasEnded;
        workshop.Take();

        Assert.False(early);
        Assert.True(workshop.Walk.HasEnded);
    }

    [Fact]
    public void A_capture_without_packets_is_a_capture()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan());

        workshop.Spool.Finish();

        Assert.Equal([(0, 0)], workshop.Files());
        Assert.Equal([LinkType.Ethernet], Walked(workshop).LinkTypes);
    }

    static CaptureDescription Walked(SpoolWorkshop workshop)
    {
        workshop.Take();
        return workshop.Walk.Description;
    }

    [Fact]
    public void The_next_file_begins_where_one_would_be_too_large()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileBytes = 1000 });

        workshop.Append(20).Spool.Finish();

        Assert.All(workshop.Spool.Files, file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        Assert.True(workshop.Spool.Files.Count > 2);
        Assert.Equal(20, workshop.Files().Sum(file => file.Packets));
        Assert.Equal(Enumerable.Range(0, 20), workshop.Take());
    }

    [Fact]
    public void The_next_file_begins_when_one_has_taken_long_enough()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileTime = TimeSpan.FromSeconds(4) });

        workshop.Append(10).Spool.Finish();

        Assert.Equal([4L, 4, 2], workshop.Files().Select(file => file.Packets));
    }

    [Fact]
    public void The_oldest_file_leaves_when_it_was_walked_and_not_before()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileTime = TimeSpan.FromSeconds(1), MaxFiles = 2 });

        workshop.Append(5).Spool.Commit();
        int unwalked = workshop.Spool.Files.Count;
        Assert.Equal(Enumerable.Range(0, 5), workshop.Take());

        Assert.Equal((5, 2), (unwalked, workshop.Spool.Files.Count));
        Assert.Equal(3, workshop.Spool.Evicted.Packets);
    }

    [Fact]
    public void What_has_left_cannot_be_read_back_and_what_stays_can()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileTime = TimeSpan.FromSeconds(1), MaxFiles = 2 });
        using CaptureStore store = workshop.Spool.CreateStore(0, SpoolUse.None);
        var extents = new List<Extent>();
        workshop.Append(3).Spool.Commit();
        workshop.Take(extents);
        workshop.Append(1).Spool.Commit();
        workshop.Take(extents);

        byte[] target = new byte[100];
        Assert.Equal([false, false, true, true], extents.Select(extent => store.TryRead(extent, target)));
        Assert.Equal(SpoolWorkshop.DataOf(3, 100), target);
        Assert.Equal(extents[3], store.Keep(extents[3], target));
    }

    [Fact]
    public void What_somebody_reads_stays()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileTime = TimeSpan.FromSeconds(1), MaxFiles = 2 });
        var extents = new List<Extent>();
        workshop.Append(3).Spool.Commit();
        workshop.Take(extents);

        using (workshop.Spool.Hold(extents[1]))
        {
            workshop.Append(3).Spool.Commit();
            workshop.Take();
            Assert.Equal(5, workshop.Spool.Files.Count);
        }
        workshop.Append(1).Spool.Commit();

        Assert.Equal(2, workshop.Spool.Files.Count);
    }

    [Fact]
    public void What_ended_in_a_file_that_left_is_counted()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileTime = TimeSpan.FromSeconds(1), MaxFiles = 2 });
        workshop.Append(1).Spool.Commit();
        workshop.Take();
        workshop.Walk.CountSession();
        workshop.Walk.CountArtefact();
        workshop.Walk.CountArtefact();

        workshop.Append(1).Spool.Commit();
        workshop.Take();
        workshop.Append(1).Spool.Commit();

        SpoolContents left = workshop.Spool.Evicted;
        Assert.Equal((1, 1, 2), (left.Packets, left.Sessions, left.Artefacts));
        Assert.True(left.Bytes > 100);
    }

    [Fact]
    public void Each_file_tells_the_drops_of_its_own_time()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileTime = TimeSpan.FromSeconds(2) });
        workshop.Append(2);
        workshop.Interface.Count(received: 12, dropped: 5, droppedByInterface: 2);
        workshop.Append(2);
        workshop.Interface.Count(received: 7, dropped: 3, droppedByInterface: 0);

        workshop.Spool.Finish();

        Assert.Equal([(2, 7), (2, 3)], workshop.Files());
        Assert.Equal(10, Walked(workshop).Dropped);
    }

    [Fact]
    public void An_interface_may_come_later()
    {
        using var workshop = new SpoolWorkshop(new SpoolPlan());
        workshop.Append(1);
        int number = workshop.Spool.AddInterface(new LiveInterface { Name = "tun0", LinkType = LinkType.Raw });
        workshop.Spool.Append(number, new CapturedPacket { Number = 0, Time = new(5), LinkType = LinkType.Raw, Data = [1, 2, 3], OriginalLength = 3, Extent = default });
        workshop.Spool.Finish();

        Assert.True(workshop.Walk.TryRead(out _));
        Assert.True(workshop.Walk.TryRead(out CapturedPacket packet));
        Assert.Equal((LinkType.Raw, 1, 5L), (packet.LinkType, packet.InterfaceId, packet.Time.Nanoseconds));
    }

    [Fact]
    public async Task A_walker_on_another_thread_misses_nothing()
    {
        const int Packets = 20_000;
        using var workshop = new SpoolWorkshop(new SpoolPlan { FileBytes = 300_000, MaxFiles = 3 }, isNamed: false);
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < Packets; i += 10)
            {
                workshop.Append(10, 4 + i % 700);
                if (i % 130 == 0) workshop.Spool.Commit();
            }
            workshop.Spool.Finish();
        }, TestContext.Current.CancellationToken);

        var walked = new List<int>();
        while (!workshop.Walk.HasEnded)
        {
            workshop.Walk.Wait(TimeSpan.FromSeconds(1));
            walked.AddRange(workshop.Take());
        }
        await writing;

        Assert.Equal(Enumerable.Range(0, Packets), walked);
    }
}
