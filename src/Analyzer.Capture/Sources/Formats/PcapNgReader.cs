using System.Runtime.CompilerServices;
using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>
/// The pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, each with interfaces of its own. A section's announced
/// length is not relied upon.
/// </summary>
internal sealed class PcapNgReader : IRecordReader
{
    /// <summary>
    /// Interfaces in a section whose packets are read. A machine with thousands of virtual interfaces is real; this many is all that
    /// the 16 bits of the obsolete packet block can name.
    /// </summary>
    internal const int MaxInterfaces = 65536;

    // Block types (section 11.1 of the draft).
    const uint InterfaceDescription = 1, ObsoletePacket = 2, SimplePacket = 3, NameResolution = 4, InterfaceStatistics = 5;
    const uint EnhancedPacket = 6, DecryptionSecrets = 10, SectionHeader = 0x0A0D0D0A;

    const uint ByteOrderMagic = 0x1A2B3C4D;
    const int BlockHeaderLength = 8, TrailerLength = 4;
    const ushort DropCountOption = 4, InterfaceDropOption = 5, SystemDropOption = 7;

    /// <summary>The obsolete packet block's count of drops when it is not known.</summary>
    const ushort UnknownDrops = 0xFFFF;

    readonly List<PcapNgInterface> _interfaces = [];
    readonly PcapNgSecrets _secrets = new();
    ByteOrder _order;

    public string Format => "pcapng";

    /// <summary>Of the section that is read.</summary>
    public ByteOrder Order => _order;

    public bool IsInPlace => true;

    public string? Complaint { get; private set; }

    /// <summary>Whether a capture that begins so is of this format: the type of the section header reads the same in both orders.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> head) => head.Length >= 4 && ByteOrder.Big.U32(head) == SectionHeader;

    /// <summary>A length with its padding to 32 bits.</summary>
    public static int Pad(int length) => (length + 3) & ~3;

    public void Begin(RecordWindow window, CaptureDescription description)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(RecordWindow window, CaptureDescription description, out PacketRecord record)
    {
        record = default;
        while (TryPeekBlock(window, out ReadOnlySpan<byte> block))
        {
            bool isSound = _order.U32(block[4..]) == _order.U32(block[^TrailerLength..]);
            if (!isSound && !IsBlockNext(window, ref block))
            {
                Complaint = "A block does not end where its length says.";
                return false;
            }
            long offset = window.Offset;
            ReadOnlySpan<byte> body = block[BlockHeaderLength..^TrailerLength];
            BlockOutcome outcome = Interpret(_order.U32(block), body, description, offset, ref record);
            if (Complaint is not null) return false;
            if (!isSound || outcome == BlockOutcome.Damaged) description.Add(CaptureRemarkKind.DamagedRecord, offset);
            window.Advance(block.Length);
            if (outcome != BlockOutcome.Packet) continue;
            record.Offset += offset + BlockHeaderLength;
            return true;
        }
        return false;
    }

    /// <summary>The next block with header, padding and trailer. False: there is none, or it cannot be one.</summary>
    bool TryPeekBlock(RecordWindow window, out ReadOnlySpan<byte> block)
    {
        if (!window.TryPeek(BlockHeaderLength, out block)) return false;
        bool isSection = HasMagic(block);
        if (isSection && !(window.TryPeek(BlockHeaderLength + 4, out block) && TryFindOrder(block[BlockHeaderLength..]))) return false;
        uint length = _order.U32(block[4..]);
        if (length < BlockHeaderLength + TrailerLength || length > RecordWindow.MaxRecord)
        {
            Complaint = $"A block is said to be {length} bytes long, which none can be.";
            return false;
        }
        // Some writers announce a length that is not padded, and pad all the same.
        return window.TryPeek(Pad((int)length), out block);
    }

    /// <summary>A section says with its first number in which order its bytes are.</summary>
    bool TryFindOrder(ReadOnlySpan<byte> magic)
    {
        if (OrderOf(magic) is { } order) _order = order;
        else Complaint = "A section does not say in which order its bytes are.";
        return Complaint is null;
    }

    /// <summary>The order that a section's magic number tells; null when it is none.</summary>
    public static ByteOrder? OrderOf(ReadOnlySpan<byte> magic)
    {
        if (ByteOrder.Little.U32(magic) == ByteOrderMagic) return ByteOrder.Little;
        return ByteOrder.Big.U32(magic) == ByteOrderMagic ? ByteOrder.Big : null;
    }

    /// <summary>
    /// Whether behind this block, whose two lengths differ, comes what may well be a block, or nothing: then it is the second length
    /// that is wrong.
    /// </summary>
    bool IsBlockNext(RecordWindow window, ref ReadOnlySpan<byte> block)
    {
        int blockLength = block.Length;
        if (!window.TryPeek(blockLength + BlockHeaderLength, out ReadOnlySpan<byte> bytes))
            return window.TryPeek(blockLength, out block) && window.Remaining == blockLength;
        block = bytes[..blockLength];
        bytes = bytes[blockLength..];
        uint length = _order.U32(bytes[4..]);
        return HasMagic(bytes)
            || (_order.U32(bytes) is > 0 and <= DecryptionSecrets && length >= BlockHeaderLength + TrailerLength
                && length <= RecordWindow.MaxRecord && length % 4 == 0);
    }

    enum BlockOutcome
    {
        /// <summary>Nothing to deliver.</summary>
        Done,
        Packet,
        Damaged,
    }

    /// <summary>Takes what a block's body says; a packet's offset is in the body.</summary>
    BlockOutcome Interpret(
        uint type, ReadOnlySpan<byte> body, CaptureDescription description, long offset, ref PacketRecord record) => type switch
        {
            EnhancedPacket => TakeEnhancedPacket(body, description, offset, ref record),
            SimplePacket => TakeSimplePacket(body, ref record),
            ObsoletePacket => TakeObsoletePacket(body, description, offset, ref record),
            SectionHeader => BeginSection(body),
            InterfaceDescription => AddInterface(body, description, offset),
            InterfaceStatistics => TakeStatistics(body, description),
            NameResolution => PcapNgNames.TryTake(body, _order, description, offset) ? BlockOutcome.Done : BlockOutcome.Damaged,
            DecryptionSecrets => _secrets.TryTake(body, _order, description, offset) ? BlockOutcome.Done : BlockOutcome.Damaged,
            _ => BlockOutcome.Done,
        };

    BlockOutcome BeginSection(ReadOnlySpan<byte> body)
    {
        if (body.Length < 16) return BlockOutcome.Damaged;
        ushort major = _order.U16(body[4..]);
        if (major != 1) Complaint = $"A section is of version {major}, which is not known.";
        _interfaces.Clear();
        return BlockOutcome.Done;
    }

    BlockOutcome AddInterface(ReadOnlySpan<byte> body, CaptureDescription description, long offset)
    {
        if (body.Length < 8) return BlockOutcome.Damaged;
        if (_interfaces.Count == MaxInterfaces)
        {
            description.Add(CaptureRemarkKind.TooManyInterfaces, offset);
            return BlockOutcome.Done;
        }
        PcapNgInterface added = new(body, _order);
        _interfaces.Add(added);
        description.Add(added.LinkType);
        return BlockOutcome.Done;
    }

    BlockOutcome TakeStatistics(ReadOnlySpan<byte> body, CaptureDescription description)
    {
        if (body.Length < 12) return BlockOutcome.Damaged;
        uint number = _order.U32(body);
        if (number >= _interfaces.Count) return BlockOutcome.Damaged;
        bool isTold = TryFindCount(body[12..], InterfaceDropOption, out ulong byInterface);
        isTold |= TryFindCount(body[12..], SystemDropOption, out ulong bySystem);
        if (isTold) description.AddDropped(_interfaces[(int)number].CountDropped(DropReport.SinceStart, byInterface + bySystem));
        return BlockOutcome.Done;
    }

    /// <summary>A count in the options, unless it is so large that it can only stand for "unknown".</summary>
    bool TryFindCount(ReadOnlySpan<byte> options, ushort code, out ulong count)
    {
        bool isTold = new PcapNgOptions(options, _order).TryFindNumber(code, out count) && count <= PcapNgInterface.LargestCount;
        if (!isTold) count = 0;
        return isTold;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    BlockOutcome TakeEnhancedPacket(ReadOnlySpan<byte> body, CaptureDescription description, long offset, ref PacketRecord record)
    {
        const int HeaderLength = 20;
        if (body.Length < HeaderLength) return BlockOutcome.Damaged;
        uint number = _order.U32(body);
        BlockOutcome outcome = TakePacket(body, HeaderLength, number, description, offset, ref record);
        if (outcome != BlockOutcome.Packet) return outcome;
        ReadOnlySpan<byte> options = body[Math.Min(body.Length, HeaderLength + Pad(record.Data.Length))..];
        if (TryFindCount(options, DropCountOption, out ulong dropped))
            description.AddDropped(_interfaces[(int)number].CountDropped(DropReport.SincePacket, dropped));
        return outcome;
    }

    BlockOutcome TakeObsoletePacket(ReadOnlySpan<byte> body, CaptureDescription description, long offset, ref PacketRecord record)
    {
        const int HeaderLength = 20;
        if (body.Length < HeaderLength) return BlockOutcome.Damaged;
        ushort number = _order.U16(body);
        ushort dropped = _order.U16(body[2..]);
        BlockOutcome outcome = TakePacket(body, HeaderLength, number, description, offset, ref record);
        if (outcome == BlockOutcome.Packet && dropped != UnknownDrops)
            description.AddDropped(_interfaces[number].CountDropped(DropReport.SincePacket, dropped));
        return outcome;
    }

    /// <summary>What the enhanced and the obsolete packet block have in common: time, lengths and data from the fifth byte on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    BlockOutcome TakePacket(
        ReadOnlySpan<byte> body, int headerLength, uint number, CaptureDescription description, long offset, ref PacketRecord record)
    {
        uint captured = _order.U32(body[12..]);
        if (captured > (uint)(body.Length - headerLength)) return BlockOutcome.Damaged;
        if (number >= _interfaces.Count)
        {
            description.Add(CaptureRemarkKind.UnknownInterface, offset);
            return BlockOutcome.Done;
        }
        PcapNgInterface captor = _interfaces[(int)number];
        ulong units = (ulong)_order.U32(body[4..]) << 32 | _order.U32(body[8..]);
        record.Data = body.Slice(headerLength, (int)captured);
        record.Offset = headerLength;
        record.Time = captor.TimeOf(units);
        record.LinkType = captor.LinkType;
        record.OriginalLength = _order.U32(body[16..]);
        record.InterfaceId = (int)number;
        return BlockOutcome.Packet;
    }

    /// <summary>Section 4.4: the captured length is not told; it follows from the first interface's snap length.</summary>
    BlockOutcome TakeSimplePacket(ReadOnlySpan<byte> body, ref PacketRecord record)
    {
        const int HeaderLength = 4;
        if (body.Length < HeaderLength || _interfaces.Count == 0) return BlockOutcome.Damaged;
        uint original = _order.U32(body);
        uint captured = Math.Min(Math.Min(original, _interfaces[0].SnapLength), (uint)(body.Length - HeaderLength));
        record.Data = body.Slice(HeaderLength, (int)captured);
        record.Offset = HeaderLength;
        record.Time = Timestamp.Unknown;
        record.LinkType = _interfaces[0].LinkType;
        record.OriginalLength = original;
        record.InterfaceId = 0;
        return BlockOutcome.Packet;
    }
}
