using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Formats;

namespace Analyzer.Tests.Capture.Sources.Formats;

public sealed class PcapNgMetadataTests
{
    static readonly byte[] Data = CaptureBytes.Payload(61, 1);

    [Fact]
    public void Drops_told_packet_by_packet_and_in_all_are_not_added_up()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface().Interface();
        bytes.Enhanced(0, 1, Data, options: bytes.Option(4, 3UL)).Enhanced(0, 2, Data, options: bytes.Option(4, 4UL));
        bytes.Obsolete(1, 2, 3, Data);
        Assert.Equal(9, ReadPacket.AllOf(bytes.ToArray()).Description.Dropped);

        bytes.Statistics(0, [.. bytes.Option(4, 900UL), .. bytes.Option(5, 6UL), .. bytes.Option(7, 4UL)]);
        Assert.Equal(12, ReadPacket.AllOf(bytes.ToArray()).Description.Dropped);

        bytes.Statistics(0, bytes.Option(5, 20UL));
        Assert.Equal(22, ReadPacket.AllOf(bytes.ToArray()).Description.Dropped);
    }

    [Fact]
    public void Drops_of_several_sections_are_added_up()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section().Interface();
        bytes.Statistics(0, bytes.Option(5, 6UL)).Section().Interface().Statistics(0, bytes.Option(5, 5UL));

        Assert.Equal(11, ReadPacket.AllOf(bytes.ToArray()).Description.Dropped);
    }

    [Fact]
    public void A_capture_that_states_no_drops_says_zero_and_one_with_a_senseless_count_does_not()
    {
        PcapNgBytes zero = new PcapNgBytes(Endian.Little).Section().Interface();
        PcapNgBytes senseless = new PcapNgBytes(Endian.Little).Section().Interface();

        Assert.Equal(0, ReadPacket.AllOf(zero.Statistics(0, zero.Option(5, 0UL)).ToArray()).Description.Dropped);
        Assert.Null(ReadPacket.AllOf(senseless.Statistics(0, senseless.Option(5, ulong.MaxValue)).ToArray()).Description.Dropped);
    }

    [Fact]
    public void Options_that_are_longer_than_their_block_are_left_alone()
    {
        PcapNgBytes bytes = new(Endian.Little);
        byte[] options = bytes.Option(9, 9);
        options[2] = 200;
        bytes.Section().Interface(options: options).Enhanced(0, 5, Data, options: [4, 0, 0xFF, 0xFF, 1, 2]);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes.ToArray());

        Assert.Equal(new Timestamp(5000), Assert.Single(packets).Time);
        Assert.Null(description.Dropped);
    }

    [Fact]
    public void Names_and_secrets_are_kept()
    {
        byte[] v6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        byte[] keys = Encoding.ASCII.GetBytes("CLIENT_RANDOM 00 11\n");
        byte[] capture = new PcapNgBytes(Endian.Big).Section()
            .Names(([192, 0, 2, 1], "mail.example\0smtp.example\0"), (v6, "six.example\0"), ([192, 0, 2, 2], ""))
            .Secrets(0x544c534b, keys).ToArray();

        CaptureDescription description = ReadPacket.AllOf(capture).Description;

        Assert.Equal(["192.0.2.1 mail.example", "192.0.2.1 smtp.example", "2001:db8::1 six.example"], description.Names.Select(n => $"{n.Address} {n.Name}"));
        DecryptionSecrets secrets = Assert.Single(description.Secrets);
        Assert.Equal(0x544c534bu, secrets.Type);
        Assert.Equal(keys, secrets.Data);
    }

    [Fact]
    public void Names_and_secrets_that_are_longer_than_their_block_are_counted_as_damaged()
    {
        byte[] names = new CaptureBytes(Endian.Little).U16(1, 40).U8(1, 2, 3, 4).ToArray();
        byte[] secrets = new CaptureBytes(Endian.Little).U32(1, 5).U8(1, 2, 3, 4).ToArray();

        CaptureDescription description = ReadPacket.AllOf(new PcapNgBytes(Endian.Little).Section().Block(4, names).Block(10, secrets).ToArray()).Description;

        Assert.Equal(2, Assert.Single(description.Remarks).Count);
        Assert.Empty(description.Names);
        Assert.Empty(description.Secrets);
    }

    [Fact]
    public void Names_and_secrets_have_a_limit()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section();
        string hundred = string.Concat(Enumerable.Repeat("n\0", 100));
        for (int i = 0; i <= PcapNgNames.MaxNames / 100; i++) bytes.Names(([192, 0, 2, 1], hundred));
        for (int i = 0; i < 5; i++) bytes.Secrets(1, new byte[15 * 1024 * 1024]);

        CaptureDescription description = ReadPacket.AllOf(bytes.ToArray()).Description;

        Assert.Equal(PcapNgNames.MaxNames, description.Names.Count);
        Assert.Equal(4, description.Secrets.Count);
        Assert.Equal([CaptureRemarkKind.TooManyNames, CaptureRemarkKind.TooManySecrets], description.Remarks.Select(remark => remark.Kind));
        Assert.False(description.IsDamaged);
    }

    [Fact]
    public void Interfaces_have_a_limit()
    {
        PcapNgBytes bytes = new PcapNgBytes(Endian.Little).Section();
        for (int i = 0; i <= PcapNgReader.MaxInterfaces; i++) bytes.Interface();
        bytes.Enhanced(PcapNgReader.MaxInterfaces - 1, 1, Data).Enhanced(PcapNgReader.MaxInterfaces, 2, Data);

        (List<ReadPacket> packets, CaptureDescription description) = ReadPacket.AllOf(bytes.ToArray());

        Assert.Equal(PcapNgReader.MaxInterfaces - 1, Assert.Single(packets).InterfaceId);
        Assert.Equal([CaptureRemarkKind.TooManyInterfaces, CaptureRemarkKind.UnknownInterface], description.Remarks.Select(remark => remark.Kind));
    }
}
