using System.Runtime.CompilerServices;
using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>
/// The classic format (draft-ietf-opsawg-pcap): either byte order, microseconds or nanoseconds, and the variants whose record headers
/// are longer.
/// </summary>
internal sealed class PcapReader : IRecordReader
{
    public const int FileHeaderLength = 24;

    const uint MicrosecondMagic = 0xA1B2C3D4;
    const uint NanosecondMagic = 0xA1B23C4D;
    const uint ModifiedMagic = 0xA1B2CD34;

    // Within a record header of any variant.
    const int SecondsAt = 0, FractionAt = 4, FirstLengthAt = 8, SecondLengthAt = 12;

    /// <summary>The largest snap length that capturing programs use, for guesses only.</summary>
    const int LargestUsual = 256 * 1024;

    /// <summary>
    /// The plain header comes first; 24 bytes are those of Kuznetzov's patches, which did not always change the magic, 20 a firewall
    /// maker's.
    /// </summary>
    static readonly int[] PlainHeaderLengths = [16, 24, 20];

    /// <summary>With a magic of their own: Kuznetzov's patches of October and of September 1999.</summary>
    static readonly int[] ModifiedHeaderLengths = [24, 28];

    readonly ByteOrder _order;
    readonly long _nanosecondsPerUnit;
    readonly int _headerLength;
    readonly LinkType _linkType;
    readonly LengthOrder _lengthOrder;

    PcapReader(ByteOrder order, uint magic, ReadOnlySpan<byte> head)
    {
        _order = order;
        _nanosecondsPerUnit = magic == NanosecondMagic ? 1 : 1000;
        _lengthOrder = OrderOfLengths(order.U16(head[4..]), order.U16(head[6..]));
        // The upper bits tell of frame check sequences and the like (draft-ietf-opsawg-pcap section 4).
        _linkType = (LinkType)(order.U32(head[20..]) & 0xFFFF);
        _headerLength = FindHeaderLength(magic == ModifiedMagic ? ModifiedHeaderLengths : PlainHeaderLengths, head[FileHeaderLength..]);
    }

    /// <summary>In files before version 2.4 the original length may come first (draft-ietf-opsawg-pcap section 4).</summary>
    enum LengthOrder
    {
        CapturedFirst,
        OriginalFirst,
        ShorterIsCaptured,
    }

    public string Format => "pcap";

    public bool IsInPlace => true;

    public string? Complaint { get; private set; }

    /// <summary>The reader for a capture that begins so, or null if it is of another format. The whole file header must be there.</summary>
    public static PcapReader? Detect(ReadOnlySpan<byte> head) =>
        TryFindOrder(head, out ByteOrder order, out uint magic) && head.Length >= FileHeaderLength ? new(order, magic, head) : null;

    /// <summary>Whether the first four bytes are a magic of this format.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> head) => TryFindOrder(head, out _, out _);

    static bool TryFindOrder(ReadOnlySpan<byte> head, out ByteOrder order, out uint magic)
    {
        (order, magic) = (ByteOrder.Little, 0);
        if (head.Length < 4) return false;
        magic = order.U32(head);
        if (magic is MicrosecondMagic or NanosecondMagic or ModifiedMagic) return true;
        order = ByteOrder.Big;
        magic = order.U32(head);
        return magic is MicrosecondMagic or NanosecondMagic or ModifiedMagic;
    }

    static LengthOrder OrderOfLengths(ushort major, ushort minor) => (major, minor) switch
    {
        (2, < 3) => LengthOrder.OriginalFirst,
        (2, 3) => LengthOrder.ShorterIsCaptured,
        (543, 0) => LengthOrder.OriginalFirst,
        _ => LengthOrder.CapturedFirst,
    };

    /// <summary>
    /// The usual length, unless the second record makes no sense with it and with another all records at hand do: a damaged record
    /// must not make a variant of a plain capture.
    /// </summary>
    int FindHeaderLength(int[] lengths, ReadOnlySpan<byte> records)
    {
        if (MakesSense(records, lengths[0], out int count) || count > 1) return lengths[0];
        foreach (int length in lengths.AsSpan(1))
            if (MakesSense(records, length, out count) && count > 1)
                return length;
        return lengths[0];
    }

    /// <summary>Whether all records make sense with headers so long; <paramref name="count"/> of them are there whole.</summary>
    bool MakesSense(ReadOnlySpan<byte> records, int headerLength, out int count)
    {
        for (count = 0; records.Length >= headerLength; count++)
        {
            uint captured = Lengths(records).Captured;
            if (_order.U32(records[FractionAt..]) >= 1_000_000_000 / _nanosecondsPerUnit || captured > LargestUsual) return false;
            if (captured > (uint)(records.Length - headerLength)) break;
            records = records[(headerLength + (int)captured)..];
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    (uint Captured, uint Original) Lengths(ReadOnlySpan<byte> header)
    {
        uint first = _order.U32(header[FirstLengthAt..]);
        uint second = _order.U32(header[SecondLengthAt..]);
        bool isSwapped = _lengthOrder switch
        {
            LengthOrder.CapturedFirst => false,
            LengthOrder.OriginalFirst => true,
            _ => first > second,
        };
        return isSwapped ? (second, first) : (first, second);
    }

    public void Begin(RecordWindow window, CaptureDescription description)
    {
        window.Advance(FileHeaderLength);
        description.Add(_linkType);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(RecordWindow window, CaptureDescription description, out PacketRecord record)
    {
        record = default;
        if (!window.TryPeek(_headerLength, out ReadOnlySpan<byte> header)) return false;
        (uint captured, uint original) = Lengths(header);
        if (captured > RecordWindow.MaxRecord)
        {
            Complaint = $"A packet is said to have {captured} captured bytes, which is more than any has.";
            return false;
        }
        record.Time = new(_order.U32(header[SecondsAt..]) * 1_000_000_000L + _order.U32(header[FractionAt..]) * _nanosecondsPerUnit);
        int length = _headerLength + (int)captured;
        if (!window.TryPeek(length, out ReadOnlySpan<byte> bytes)) return false;
        record.Data = bytes[_headerLength..];
        record.Offset = window.Offset + _headerLength;
        record.LinkType = _linkType;
        record.OriginalLength = original;
        window.Advance(length);
        return true;
    }
}
