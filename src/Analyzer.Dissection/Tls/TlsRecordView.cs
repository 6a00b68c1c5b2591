using Analyzer.Capture;

namespace Analyzer.Dissection.Tls;

/// <summary>A record as it lies on the wire (RFC 8446 section 5.1), borrowed during a call.</summary>
readonly ref struct TlsRecordView
{
    /// <summary>Type, version and length.</summary>
    public const int HeaderLength = 5;

    /// <summary>Header and fragment.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    public byte Type => Bytes[0];

    public ushort Version => (ushort)(Bytes[1] << 8 | Bytes[2]);

    public ReadOnlySpan<byte> Header => Bytes[..HeaderLength];

    public ReadOnlySpan<byte> Fragment => Bytes[HeaderLength..];

    /// <summary>Of its first byte in what its side sent on the connection, gaps counted.</summary>
    public required long Offset { get; init; }

    /// <summary>When its first byte was captured.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>The packet of its first byte.</summary>
    public required long Packet { get; init; }

    /// <summary>The packet of its last byte.</summary>
    public required long LastPacket { get; init; }

    /// <summary>The length of the record that begins with these bytes, header included; -1: none does. At least a header must be there.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        int fragment = bytes[3] << 8 | bytes[4];
        bool isHeader = bytes[0] is >= ContentType.ChangeCipherSpec and <= ContentType.ApplicationData + 1 && bytes[1] == 3 && bytes[2] <= 4;
        return isHeader && fragment <= TlsLimits.Fragment ? HeaderLength + fragment : -1;
    }
}
