using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;

namespace Analyzer.Capture;

/// <summary>An IPv4 or IPv6 address by value: no object a packet.</summary>
public readonly record struct IpAddress
{
    readonly ulong _high;
    readonly ulong _low;
    readonly byte _family;

    IpAddress(ulong high, ulong low, byte family) => (_high, _low, _family) = (high, low, family);

    /// <summary>The address in the 4 or 16 bytes of a header, network order; any other length gives the default value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress From(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => new(0, BinaryPrimitives.ReadUInt32BigEndian(bytes), 4),
        16 => new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), 6),
        _ => default,
    };

    /// <summary>Reads the textual form; false if it is none.</summary>
    public static bool TryParse(string text, out IpAddress address)
    {
        bool parsed = IPAddress.TryParse(text, out IPAddress? found);
        address = parsed ? From(found!.GetAddressBytes()) : default;
        return parsed;
    }

    /// <summary>Whether it is an IPv6 address.</summary>
    public bool IsV6 => _family == 6;

    /// <summary>The upper 64 bits (0 for IPv4).</summary>
    public ulong High => _high;

    /// <summary>The lower 64 bits (32 for IPv4).</summary>
    public ulong Low => _low;

    /// <summary>Writes the 4 or 16 bytes in network order; returns how many.</summary>
    public int Write(Span<byte> target)
    {
        if (!IsV6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, (uint)_low);
            return 4;
        }
        BinaryPrimitives.WriteUInt64BigEndian(target, _high);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], _low);
        return 16;
    }

    // Secret, so that nobody can make addresses that all collide in a table. Drawn once a run; the result of a run does not depend on it.
    static readonly ulong s_secret = (ulong)Random.Shared.NextInt64() | 1, s_otherSecret = (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>Differs from run to run.</summary>
    public override int GetHashCode()
    {
        ulong high = Math.BigMul(_low ^ s_secret, _high ^ s_otherSecret, out ulong low);
        return (int)((high ^ low) * 0x9E3779B97F4A7C15 >> 32) ^ _family;
    }

    /// <summary>Orders IPv4 before IPv6, then by value.</summary>
    public int CompareTo(IpAddress other) =>
        _family != other._family ? _family.CompareTo(other._family)
        : _high != other._high ? _high.CompareTo(other._high)
        : _low.CompareTo(other._low);

    /// <summary>The usual textual form (RFC 5952 for IPv6).</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..Write(bytes)]).ToString();
    }
}
