using System.Buffers.Binary;
using Analyzer.Capture;

namespace Analyzer.Tests.Support;

/// <summary>Numbers as they are on the wire, and the internet checksum in its plainest form.</summary>
static class Wire
{
    public static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] U16Little(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] U32(uint value) => [.. U16((int)(value >> 16)), .. U16((int)value)];

    public static byte[] U32Little(uint value) => [.. U16Little((int)value), .. U16Little((int)(value >> 16))];

    public static byte[] Address(IpAddress address)
    {
        byte[] bytes = new byte[16];
        return bytes[..address.Write(bytes)];
    }

    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i += 2)
        {
            sum += i + 1 < bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]) : (uint)bytes[i] << 8;
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (ushort)~sum;
    }
}
