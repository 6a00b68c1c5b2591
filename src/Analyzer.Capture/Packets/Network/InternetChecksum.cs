using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analyzer.Capture.Packets.Network;

/// <summary>The checksum of IP, TCP and UDP: the ones' complement sum of 16-bit words (RFC 1071).</summary>
internal static class InternetChecksum
{
    /// <summary>The sum over bytes that contain their own right checksum.</summary>
    public const ushort Right = 0xFFFF;

    // Below this length, the vectors' own cost is not yet won back.
    static readonly int VectorsPayFrom = 4 * Vector<byte>.Count;

    /// <summary>The sum over <paramref name="bytes"/>, an odd last one padded with zero.</summary>
    public static ushort Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        // RFC 1071 section 2: the sum does not depend on the width or the byte order it is taken in, when carries are added back.
        if (bytes.Length >= VectorsPayFrom)
        {
            ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<byte, Vector<ulong>>(bytes);
            sum = Sum(vectors);
            bytes = bytes[(vectors.Length * Vector<byte>.Count)..];
        }
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) sum += Halves(MemoryMarshal.Read<ulong>(bytes));
        if (bytes.Length >= sizeof(uint))
        {
            sum += MemoryMarshal.Read<uint>(bytes);
            bytes = bytes[sizeof(uint)..];
        }
        if (bytes.Length >= sizeof(ushort))
        {
            sum += MemoryMarshal.Read<ushort>(bytes);
            bytes = bytes[sizeof(ushort)..];
        }
        if (bytes.Length > 0) sum += BitConverter.IsLittleEndian ? bytes[0] : (uint)bytes[0] << 8;
        ushort folded = Fold(sum);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded;
    }

    /// <summary>The two halves of eight bytes added, so that sums of them have room to grow.</summary>
    public static ulong Halves(ulong word) => (word >> 32) + (word & uint.MaxValue);

    /// <summary>The carries of a sum of words, 16 bits wide or a multiple, added back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Fold(ulong sum)
    {
        sum = Halves(sum);
        sum = Halves(sum);
        sum = (sum >> 16) + (sum & ushort.MaxValue);
        sum = (sum >> 16) + (sum & ushort.MaxValue);
        return (ushort)sum;
    }

    // Halves of 32 bits in lanes of 64 cannot overflow within any span.
    static ulong Sum(ReadOnlySpan<Vector<ulong>> vectors)
    {
        Vector<ulong> lowHalf = new(uint.MaxValue);
        Vector<ulong> low = default;
        Vector<ulong> high = default;
        foreach (Vector<ulong> vector in vectors)
        {
            low += vector & lowHalf;
            high += vector >>> 32;
        }
        return Vector.Sum(low + high);
    }
}
