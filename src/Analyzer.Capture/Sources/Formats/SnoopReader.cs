using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>The snoop format, version 2 (RFC 1761); all numbers in network order.</summary>
internal sealed class SnoopReader : IRecordReader
{
    const int FileHeaderLength = 16;
    const int RecordHeaderLength = 24;

    // Within a record header.
    const int OriginalLengthAt = 0, CapturedLengthAt = 4, RecordLengthAt = 8, DropsAt = 12, SecondsAt = 16, MicrosecondsAt = 20;

    static readonly ByteOrder Order = ByteOrder.Big;

    /// <summary>Later versions are another maker's, whose records differ.</summary>
    const uint Version = 2;

    readonly LinkType _linkType;
    uint _dropped;

    SnoopReader(uint dataLink) => _linkType = LinkTypeOf(dataLink);

    public string Format => "snoop";

    public bool IsInPlace => true;

    public string? Complaint { get; private set; }

    /// <summary>Whether a capture that begins so is of this format.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> head) => head.StartsWith("snoop\0\0\0"u8);

    /// <summary>The reader for a capture that begins so, or null if it is of another format. The whole file header must be there.</summary>
    public static SnoopReader? Detect(ReadOnlySpan<byte> head) =>
        HasMagic(head) && head.Length >= FileHeaderLength && Order.U32(head[8..]) == Version ? new(Order.U32(head[12..])) : null;

    /// <summary>RFC 1761, "Datalink Type"; those that are decoded, and two more that have a number in the link-type registry.</summary>
    static LinkType LinkTypeOf(uint dataLink) => dataLink switch
    {
        0 or 4 => LinkType.Ethernet,
        2 => (LinkType)6, // Token Ring
        8 => (LinkType)10, // FDDI
        _ => LinkType.Unknown,
    };

    public void Begin(RecordWindow window, CaptureDescription description)
    {
        window.Advance(FileHeaderLength);
        description.Add(_linkType);
    }

    public bool TryRead(RecordWindow window, CaptureDescription description, out PacketRecord record)
    {
        record = default;
        if (!window.TryPeek(RecordHeaderLength, out ReadOnlySpan<byte> header)) return false;
        uint captured = Order.U32(header[CapturedLengthAt..]);
        uint length = Order.U32(header[RecordLengthAt..]);
        if (length > RecordWindow.MaxRecord || length < RecordHeaderLength || captured > length - RecordHeaderLength)
        {
            Complaint = $"A record is said to be {length} bytes long and to hold a packet of {captured}.";
            return false;
        }
        if (!window.TryPeek((int)length, out ReadOnlySpan<byte> bytes)) return false;
        record.Data = bytes.Slice(RecordHeaderLength, (int)captured);
        record.Offset = window.Offset + RecordHeaderLength;
        record.Time = new(Order.U32(bytes[SecondsAt..]) * 1_000_000_000L + Order.U32(bytes[MicrosecondsAt..]) * 1000L);
        record.LinkType = _linkType;
        record.OriginalLength = Order.U32(bytes[OriginalLengthAt..]);
        CountDropped(Order.U32(bytes[DropsAt..]), description);
        window.Advance((int)length);
        return true;
    }

    /// <summary>"Cumulative drops" counts from the start of the capture.</summary>
    void CountDropped(uint count, CaptureDescription description)
    {
        if (count < _dropped) return;
        description.AddDropped(count - _dropped);
        _dropped = count;
    }
}
