using System.Buffers.Binary;
using Analyzer.Servers.Recording;
using Analyzer.Servers.Scenarios;

namespace Analyzer.Tests.Servers.Recording;

/// <summary>The frames of a generated capture, read by hand: no code of the product is in between.</summary>
static class RecordedFrames
{
    const uint EnhancedPacket = 6;

    public static List<RecordedFrame> Of(Impairments impairments, string scenario = "alice-to-bob")
    {
        ReadOnlySpan<byte> file = CaptureGenerator.Generate(scenario, 1, impairments, TestContext.Current.CancellationToken)!.Bytes.Span;
        var frames = new List<RecordedFrame>();
        while (!file.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(file) == EnhancedPacket)
            {
                int captured = (int)BinaryPrimitives.ReadUInt32LittleEndian(file[20..]);
                int original = (int)BinaryPrimitives.ReadUInt32LittleEndian(file[24..]);
                frames.Add(new RecordedFrame(file.Slice(28, captured).ToArray(), original));
            }
            file = file[length..];
        }
        return frames;
    }
}

/// <summary>One frame of a capture.</summary>
sealed record RecordedFrame(byte[] Bytes, int OriginalLength)
{
    public int Type => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(12));

    public ReadOnlySpan<byte> Ip => Bytes.AsSpan(14);

    public bool IsVersion6 => Type == 0x86DD;

    int HeaderLength => IsVersion6 ? 40 : (Ip[0] & 15) * 4;

    public int Protocol => IsVersion6 ? Ip[6] : Ip[9];

    /// <summary>The transport header and what follows, without the padding of short frames.</summary>
    public ReadOnlySpan<byte> Transport =>
        Ip[HeaderLength..(IsVersion6 ? 40 + BinaryPrimitives.ReadUInt16BigEndian(Ip[4..]) : BinaryPrimitives.ReadUInt16BigEndian(Ip[2..]))];

    public ReadOnlySpan<byte> Payload => Transport[(Protocol == 6 ? Transport[12] >> 4 << 2 : 8)..];

    public uint Sequence => BinaryPrimitives.ReadUInt32BigEndian(Transport[4..]);

    public byte[] Addresses => IsVersion6 ? Ip[8..40].ToArray() : Ip[12..20].ToArray();

    public bool IsFragment => !IsVersion6 && (BinaryPrimitives.ReadUInt16BigEndian(Ip[6..]) & 0x3FFF) != 0;

    /// <summary>The ones' complement sum of the IPv4 header: all ones when it is right.</summary>
    public int HeaderSum => Sum(Ip[..HeaderLength].ToArray());

    /// <summary>The sum over pseudo header and transport: all ones when it is right.</summary>
    public int TransportSum => Sum([.. Addresses, 0, (byte)Protocol, (byte)(Transport.Length >> 8), (byte)Transport.Length, .. Transport]);

    static int Sum(byte[] bytes)
    {
        int sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return sum;
    }
}
