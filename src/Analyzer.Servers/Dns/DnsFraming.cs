using System.Buffers.Binary;

namespace Analyzer.Servers.Dns;

/// <summary>Messages over TCP.</summary>
static class DnsFraming
{
    /// <summary>A message with its length before it (RFC 1035 4.2.2).</summary>
    public static byte[] WithLength(ReadOnlySpan<byte> message)
    {
        byte[] framed = new byte[2 + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed.AsSpan(2));
        return framed;
    }
}
