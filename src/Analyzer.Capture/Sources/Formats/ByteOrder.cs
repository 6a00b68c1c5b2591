using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>Reads numbers in the byte order of the machine that wrote the capture.</summary>
internal readonly struct ByteOrder
{
    readonly bool _isSwapped;

    ByteOrder(bool isBigEndian) => _isSwapped = isBigEndian == BitConverter.IsLittleEndian;

    public static ByteOrder Big => new(isBigEndian: true);

    public static ByteOrder Little => new(isBigEndian: false);

    public ushort U16(ReadOnlySpan<byte> bytes)
    {
        ushort value = BitConverter.ToUInt16(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint U32(ReadOnlySpan<byte> bytes)
    {
        uint value = BitConverter.ToUInt32(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    public ulong U64(ReadOnlySpan<byte> bytes)
    {
        ulong value = BitConverter.ToUInt64(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
