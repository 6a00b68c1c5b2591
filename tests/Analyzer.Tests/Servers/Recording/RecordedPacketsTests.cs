using Analyzer.Servers.Recording;

namespace Analyzer.Tests.Servers.Recording;

public sealed class RecordedPacketsTests
{
    const int Tcp = 6, Udp = 17, AllOnes = 0xFFFF;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Checksums_are_right(bool isVersion6)
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { Ipv6 = isVersion6 });

        Assert.Contains(frames, frame => frame.Protocol == Udp);
        Assert.All(frames, frame => Assert.Equal(AllOnes, frame.TransportSum));
        if (!isVersion6) Assert.All(frames, frame => Assert.Equal(AllOnes, frame.HeaderSum));
    }

    [Fact]
    public void Checksums_are_right_behind_address_translation() =>
        Assert.All(RecordedFrames.Of(new Impairments { Nat = true }), frame => Assert.Equal(AllOnes, frame.TransportSum));

    [Fact]
    public void A_connection_begins_with_three_packets_and_no_data()
    {
        RecordedFrame[] first = [.. RecordedFrames.Of(Impairments.None).Where(frame => frame.Protocol == Tcp).Take(3)];

        Assert.Equal([0x02, 0x12, 0x10], first.Select(frame => (int)frame.Transport[13]));
        Assert.All(first, frame => Assert.True(frame.Payload.IsEmpty));
    }

    [Fact]
    public void Segments_are_no_longer_than_the_announced_maximum() =>
        Assert.All(RecordedFrames.Of(Impairments.None), frame => Assert.InRange(frame.Payload.Length, 0, 1460));

    [Fact]
    public void Short_frames_are_padded() => Assert.All(RecordedFrames.Of(Impairments.None), frame => Assert.True(frame.Bytes.Length >= 60));

    [Fact]
    public void Lost_segments_are_sent_again()
    {
        // Half of the lost ones were seen before they were lost, so their bytes are there twice.
        Assert.NotEmpty(Repeated(RecordedFrames.Of(new Impairments { Loss = 0.2 })));
        Assert.Empty(Repeated(RecordedFrames.Of(Impairments.None)));
    }

    [Fact]
    public void Reordered_segments_come_behind_later_ones()
    {
        Assert.NotEmpty(Backwards(RecordedFrames.Of(new Impairments { Reorder = 0.3 }, "ftp-passive")));
        Assert.Empty(Backwards(RecordedFrames.Of(Impairments.None, "ftp-passive")));
    }

    [Fact]
    public void Duplicates_are_the_same_frame_but_for_its_identification()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { Duplicate = 0.3 });

        Assert.NotEmpty(Repeated(frames));
    }

    [Fact]
    public void Overlapping_segments_begin_before_the_end_of_the_last()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { Overlap = 0.5 });
        var ends = new Dictionary<string, uint>();
        int overlaps = 0;
        foreach (RecordedFrame frame in WithData(frames))
        {
            if (ends.TryGetValue(Flow(frame), out uint end) && frame.Sequence < end && frame.Sequence + frame.Payload.Length > end) overlaps++;
            ends[Flow(frame)] = frame.Sequence + (uint)frame.Payload.Length;
        }

        Assert.NotEqual(0, overlaps);
    }

    [Fact]
    public void Cut_at_will_there_are_more_segments()
    {
        int usual = WithData(RecordedFrames.Of(Impairments.None)).Count();

        Assert.True(WithData(RecordedFrames.Of(new Impairments { Resegment = true })).Count() > usual);
    }

    [Fact]
    public void Long_packets_come_in_fragments_of_the_wanted_size()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { FragmentSize = 300 });

        Assert.Contains(frames, frame => frame.IsFragment);
        Assert.All(frames, frame => Assert.InRange(frame.Bytes.Length, 60, 14 + 300));
        Assert.All(frames, frame => Assert.Equal(AllOnes, frame.HeaderSum));
    }

    [Fact]
    public void Frames_of_a_vlan_have_its_tag()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { Vlan = 42 });

        Assert.All(frames, frame => Assert.Equal(0x8100, frame.Type));
        Assert.All(frames, frame => Assert.Equal(42, frame.Bytes[15]));
    }

    [Fact]
    public void The_snap_length_cuts_frames_and_tells_how_long_they_were()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { SnapLength = 100 });

        Assert.All(frames, frame => Assert.InRange(frame.Bytes.Length, 0, 100));
        Assert.Contains(frames, frame => frame.OriginalLength > 1000);
    }

    [Fact]
    public void A_capture_that_starts_late_has_the_last_packets()
    {
        List<RecordedFrame> all = RecordedFrames.Of(Impairments.None);
        List<RecordedFrame> late = RecordedFrames.Of(new Impairments { StartAt = 0.5 });

        Assert.Equal(all.Count - all.Count / 2, late.Count);
        Assert.Equal(all[^1].Transport.ToArray(), late[^1].Transport.ToArray());
    }

    [Fact]
    public void Of_one_direction_only_one_hosts_packets_are_there()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { OnlySide = CapturedSide.Server }, "pop3-delete");

        Assert.Single(frames.Select(frame => Convert.ToHexString(frame.Addresses)).Distinct());
        Assert.All(frames, frame => Assert.Equal(110, frame.Transport[1]));
    }

    [Fact]
    public void What_the_capture_lost_the_hosts_did_not_send_again()
    {
        List<RecordedFrame> frames = RecordedFrames.Of(new Impairments { CaptureLoss = 0.1 });

        Assert.True(frames.Count < RecordedFrames.Of(Impairments.None).Count);
        Assert.Empty(Repeated(frames));
    }

    static IEnumerable<RecordedFrame> WithData(IEnumerable<RecordedFrame> frames) => frames.Where(frame => frame.Protocol == Tcp && !frame.Payload.IsEmpty);

    static string Flow(RecordedFrame frame) => Convert.ToHexString([.. frame.Addresses, .. frame.Transport[..4]]);

    static List<string> Repeated(IEnumerable<RecordedFrame> frames) =>
        [.. WithData(frames).GroupBy(frame => $"{Flow(frame)} {frame.Sequence}").Where(group => group.Count() > 1).Select(group => group.Key)];

    static List<string> Backwards(IEnumerable<RecordedFrame> frames)
    {
        var latest = new Dictionary<string, uint>();
        var backwards = new List<string>();
        foreach (RecordedFrame frame in WithData(frames))
        {
            if (latest.TryGetValue(Flow(frame), out uint sequence) && (int)(frame.Sequence - sequence) < 0) backwards.Add(Flow(frame));
            latest[Flow(frame)] = frame.Sequence;
        }
        return backwards;
    }
}
