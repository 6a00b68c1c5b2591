using System.Buffers.Binary;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Reads the numbers and vectors of TLS's presentation language (RFC 8446 section 3). What is not there reads as nothing and marks the
/// parser broken, so a message is parsed to its end and asked once whether it was whole.
/// </summary>
ref struct TlsParser(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _left = bytes;

    /// <summary>Something was to be read that is not there.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Nothing is left.</summary>
    public readonly bool IsEmpty => _left.IsEmpty;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _left;

    public byte Byte() => Take(1) is { Length: 1 } one ? one[0] : (byte)0;

    public ushort UInt16() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : (ushort)0;

    public int UInt24() => Take(3) is { Length: 3 } three ? three[0] << 16 | three[1] << 8 | three[2] : 0;

    /// <summary>A vector with a length of one byte.</summary>
    public ReadOnlySpan<byte> Vector8() => Take(Byte());

    /// <summary>A vector with a length of two bytes.</summary>
    public ReadOnlySpan<byte> Vector16() => Take(UInt16());

    /// <summary>A vector with a length of three bytes.</summary>
    public ReadOnlySpan<byte> Vector24() => Take(UInt24());

    /// <summary>So many bytes; none when there are fewer.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
        {
            IsBroken = true;
            _left = default;
            return default;
        }
        ReadOnlySpan<byte> taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
