namespace Analyzer.Capture.Sources.Formats;

/// <summary>An interface of a pcapng section: what its packets are, and how their times count.</summary>
internal sealed class PcapNgInterface
{
    const ushort TimeResolutionOption = 9;
    const ushort TimeOffsetOption = 14;

    /// <summary>Microseconds, when the block does not say (if_tsresol).</summary>
    const byte DefaultResolution = 6;

    /// <summary>A larger count of drops is no count: some writers put all ones where they do not know it.</summary>
    public const ulong LargestCount = 1UL << 48;

    readonly ulong _multiplier = 1;
    readonly ulong _divisor = 1;
    readonly int _shift;
    readonly long _offsetSeconds;
    readonly ulong _endOfSimple;
    long _droppedOneByOne;
    long _droppedInAll;

    /// <summary>Reads the body of an interface description block, which has at least 8 bytes.</summary>
    public PcapNgInterface(ReadOnlySpan<byte> body, ByteOrder order)
    {
        LinkType = (LinkType)order.U16(body);
        uint snapLength = order.U32(body[4..]);
        SnapLength = snapLength == 0 ? uint.MaxValue : snapLength;
        byte resolution = DefaultResolution;
        PcapNgOptions options = new(body[8..], order);
        while (options.TryRead(out ushort code, out ReadOnlySpan<byte> value))
        {
            if (code == TimeResolutionOption && value.Length == 1) resolution = value[0];
            if (code == TimeOffsetOption && value.Length == 8) _offsetSeconds = (long)order.U64(value);
        }
        int exponent = resolution & 0x7F;
        if (exponent != resolution) (_multiplier, _shift) = (1_000_000_000, exponent);
        else if (exponent <= 9) _multiplier = PowerOfTen(9 - exponent);
        else _divisor = PowerOfTen(exponent - 9);
        if (_shift == 0 && _divisor == 1 && _offsetSeconds == 0) _endOfSimple = long.MaxValue / _multiplier;
    }

    public LinkType LinkType { get; }

    public uint SnapLength { get; }

    /// <summary>
    /// The moment of a count of this interface's units (if_tsresol: a power of ten, or of two when the top bit is set) since its
    /// offset; unknown when that lies outside the years that nanoseconds in 64 bits can tell.
    /// </summary>
    public Timestamp TimeOf(ulong units) =>
        units < _endOfSimple ? new((long)(units * _multiplier)) : WideTimeOf(units);

    // By itself: what deals with numbers of 128 bits is not compiled ahead of time, nor is a type that holds some.
    Timestamp WideTimeOf(ulong units)
    {
        Int128 nanoseconds = (Int128)(((UInt128)units * _multiplier >> _shift) / _divisor) + (Int128)_offsetSeconds * 1_000_000_000;
        return nanoseconds > long.MinValue && nanoseconds <= long.MaxValue ? new((long)nanoseconds) : Timestamp.Unknown;
    }

    /// <summary>64 bits hold less than 10^20 units, so that a larger power says the same as the largest that fits: about nothing.</summary>
    static ulong PowerOfTen(int exponent)
    {
        ulong power = 1;
        for (; exponent > 0 && power <= ulong.MaxValue / 10; exponent--) power *= 10;
        return power;
    }

    /// <summary>
    /// Takes a count of drops since the previous packet, or of all since the start, which may both be told of the same drops: the
    /// larger sum counts. Returns by how much that has grown. At most <see cref="LargestCount"/>.
    /// </summary>
    public long CountDropped(DropReport report, ulong count)
    {
        long before = Math.Max(_droppedOneByOne, _droppedInAll);
        if (report == DropReport.SinceStart) _droppedInAll = Math.Max(_droppedInAll, (long)count);
        else _droppedOneByOne = Math.Min(_droppedOneByOne, long.MaxValue >> 1) + (long)count;
        return Math.Max(_droppedOneByOne, _droppedInAll) - before;
    }
}

/// <summary>What a number of dropped packets counts.</summary>
internal enum DropReport
{
    /// <summary>Those since the previous packet.</summary>
    SincePacket,

    /// <summary>All since the capture began.</summary>
    SinceStart,
}
