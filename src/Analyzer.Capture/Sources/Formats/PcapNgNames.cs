using System.Text;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>Takes the names out of name resolution blocks (draft-ietf-opsawg-pcapng section 4.5).</summary>
internal static class PcapNgNames
{
    /// <summary>Names kept of a capture: a large site's; at 255 bytes each they stay below 20 MB.</summary>
    internal const int MaxNames = 65536;

    /// <summary>RFC 1035 section 2.3.4: a host name has no more.</summary>
    const int MaxNameLength = 255;

    const int HeaderLength = 4;
    const ushort EndOfRecords = 0, Ipv4Record = 1, Ipv6Record = 2;

    /// <summary>Adds the names of a block's body to the description. False: a record is longer than the block.</summary>
    public static bool TryTake(ReadOnlySpan<byte> body, ByteOrder order, CaptureDescription description, long offset)
    {
        while (body.Length >= HeaderLength)
        {
            ushort type = order.U16(body);
            int length = order.U16(body[2..]);
            if (type == EndOfRecords) return true;
            if (length > body.Length - HeaderLength) return false;
            ReadOnlySpan<byte> value = body.Slice(HeaderLength, length);
            int addressLength = type switch { Ipv4Record => 4, Ipv6Record => 16, _ => length };
            if (addressLength < length) Add(value[..addressLength], value[addressLength..], description, offset);
            body = body[Math.Min(body.Length, HeaderLength + PcapNgReader.Pad(length))..];
        }
        return true;
    }

    /// <summary>One address may have several names, each ended by a zero.</summary>
    static void Add(ReadOnlySpan<byte> address, ReadOnlySpan<byte> names, CaptureDescription description, long offset)
    {
        foreach (Range range in names.Split((byte)0))
        {
            ReadOnlySpan<byte> name = names[range];
            if (name.IsEmpty || name.Length > MaxNameLength) continue;
            if (description.Names.Count < MaxNames) description.Add(IpAddress.From(address), Encoding.UTF8.GetString(name));
            else description.Add(CaptureRemarkKind.TooManyNames, offset);
        }
    }
}
