using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Analyzer.Capture.Packets;

namespace Analyzer.Capture.Streams;

/// <summary>Both ends of a connection, the lower first: one key for the two directions.</summary>
readonly record struct ConnectionKey(IpAddress Low, IpAddress High, uint Ports)
{
    // Secret, so that nobody can make traffic whose keys all collide. Drawn once a run; the result of a run does not depend on it.
    static readonly ulong s_secret1 = Draw(), s_secret2 = Draw(), s_secret3 = Draw();

    static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }

    /// <summary>The key of a segment's connection, and whether the lower end sent it.</summary>
    public static ConnectionKey Of(in TcpSegment segment, out bool fromLow)
    {
        int order = segment.Source.CompareTo(segment.Destination);
        fromLow = order < 0 || (order == 0 && segment.SourcePort <= segment.DestinationPort);
        return fromLow
            ? new(segment.Source, segment.Destination, (uint)segment.SourcePort << 16 | segment.DestinationPort)
            : new(segment.Destination, segment.Source, (uint)segment.DestinationPort << 16 | segment.SourcePort);
    }

    /// <summary>64 bits that tell keys apart as well as the key itself does, for anyone who does not know the secret.</summary>
    public ulong Hash()
    {
        ulong hash = Mix(Low.Low ^ s_secret1, High.Low ^ s_secret2);
        if ((Low.High | High.High) != 0) hash = Mix(hash ^ Low.High, High.High ^ s_secret3);
        return Mix(hash ^ Ports, s_secret3);
    }

    /// <summary>
    /// A number without a secret, the same in every run: for where it does no harm that somebody foresees which keys get the same, and
    /// the outcome of a run may depend on it.
    /// </summary>
    public uint Place()
    {
        ulong hosts = (Low.Low ^ Low.High) * 0x9E3779B97F4A7C15 + (High.Low ^ High.High);
        return (uint)(((hosts ^ Ports) * 0xD6E8FEB86659FD93) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
