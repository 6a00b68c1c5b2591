using Analyzer.Capture;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources.Formats;

public sealed class PppdLogReaderTests
{
    static readonly byte[] Start = [7, 0x65, 0x53, 0xF1, 0x00];

    public static byte[] Data(byte type, params byte[] data) => [type, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    [Fact]
    public void Frames_lie_between_flags_and_have_the_time_of_their_end()
    {
        byte[] log =
        [
            .. Start,
            .. Data(1, [0x7E, .. "!one"u8, 0x7E, .. "!tw"u8]),
            6, 3,
            .. Data(1, [.. "o"u8, 0x7E]),
            5, 0, 0, 1, 0,
            .. Data(1, [.. "!3"u8, 0x7E]),
        ];

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(log);

        Assert.Equal(["!one", "!two", "!3"], packets.Select(packet => System.Text.Encoding.ASCII.GetString(packet.Data)));
        Assert.Equal([0, 300_000_000, 25_900_000_000], packets.Select(packet => packet.Time - new Timestamp(1_700_000_000_000_000_000)));
        Assert.All(packets, packet => Assert.Equal(LinkType.Ppp, packet.LinkType));
        Assert.Equal("pppdump", description.Format);
        Assert.False(description.IsDamaged);
    }

    [Fact]
    public void Escapes_are_undone_and_the_directions_are_kept_apart()
    {
        byte[] log =
        [
            .. Start,
            .. Data(1, [0x7E, 0x21, 0x7D]),
            .. Data(2, [0x7E, 0x7D, 0x5D, 0x45]),
            .. Data(1, [0x5E, 0x46, 0x7E]),
            .. Data(2, [0x7E]),
            3, 4,
        ];

        List<ReadPacket> packets = ReadPacket.AllOf(log).Packets;

        Assert.Equal([0x21, 0x7E, 0x46], packets[0].Data);
        Assert.Equal([0x7D, 0x45], packets[1].Data);
        Assert.Equal([0, 1], packets.Select(packet => packet.InterfaceId));
    }

    [Fact]
    public void Offsets_count_the_bytes_of_the_frames()
    {
        byte[] log = [.. Start, .. Data(1, [0x7E, .. "!one"u8, 0x7E]), .. Data(2, [0x7E, 0x7D, 0x5D, 0x45, 0x7E, 1, 2, 3, 0x7E])];

        List<ReadPacket> packets = ReadPacket.AllOf(log).Packets;

        Assert.Equal([new Extent(0, 0, 4), new Extent(0, 4, 2), new Extent(0, 6, 3)], packets.Select(packet => packet.Extent));
    }

    [Fact]
    public void What_grows_without_a_flag_is_dropped_and_the_next_frame_read()
    {
        byte[] chat = new byte[60_000];
        byte[] log = [.. Start, .. Data(1, [.. "!a"u8, 0x7E]), .. Data(1, chat), .. Data(1, [0x7E, .. "!b"u8, 0x7E])];

        Assert.Equal(["!a", "!b"], ReadPacket.AllOf(log).Packets.Select(packet => System.Text.Encoding.ASCII.GetString(packet.Data)));
    }

    [Fact]
    public void An_unknown_record_ends_the_packets()
    {
        byte[] log = [.. Start, .. Data(1, [.. CaptureBytes.Payload(60_000, 1), 0x7E]), .. Data(1, [.. "!b"u8, 0x7E])];

        CaptureDescription description = ReadPacket.AllOf([.. log, .. log, 99]).Description;

        Assert.Equal("A record is of type 99, which is not known.", description.Damage?.Text);
        Assert.Equal(log.Length * 2, description.Damage?.Offset);
    }

    [Fact]
    public void A_log_without_a_flag_is_no_capture() => ReadPacket.FailureOf([.. Start, .. Data(1, 1, 2, 3), 6, 1]);

    [Fact]
    public void A_log_that_does_not_begin_with_the_time_is_no_capture() => ReadPacket.FailureOf(Data(1, 0x7E, 1, 2, 0x7E));
}
