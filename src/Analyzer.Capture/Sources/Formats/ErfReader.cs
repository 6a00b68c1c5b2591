using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>
/// Endace's Extensible Record Format: records without a file header, whose times count in 2^-32 seconds, in little-endian order, while
/// the other numbers are in network order.
/// </summary>
internal sealed class ErfReader : IRecordReader
{
    const int HeaderLength = 16;
    const int ExtensionLength = 8;
    const byte HasExtension = 0x80;

    // Within a record header. The colour of coloured records stands where others count lost packets.
    const int FractionAt = 0, SecondsAt = 4, TypeAt = 8, FlagsAt = 9, RecordLengthAt = 10, LossAt = 12, WireLengthAt = 14;

    /// <summary>Records looked at to tell the format, which has no magic.</summary>
    const int RecordsForDetection = 20;

    const long Week = 7 * 24 * 3600;

    /// <summary>No such record was written before 1998, when the cards came out.</summary>
    const uint FirstSeconds = 883_612_800;

    public string Format => "erf";

    public bool IsInPlace => true;

    public string? Complaint { get; private set; }

    /// <summary>
    /// Whether a capture that begins so is of this format: record must follow record with known types, lengths that hold their headers
    /// and times near to each other. One record is enough only when it is the whole file.
    /// </summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="isWhole">Whether they are all.</param>
    public static bool IsLikely(ReadOnlySpan<byte> head, HeadExtent isWhole)
    {
        uint last = 0;
        int count = 0;
        while (head.Length >= HeaderLength && count < RecordsForDetection)
        {
            int length = ByteOrder.Big.U16(head[RecordLengthAt..]);
            uint seconds = ByteOrder.Little.U32(head[SecondsAt..]);
            bool isKnown = KindOf(head[TypeAt]) != ErfKind.Unknown && length >= HeaderLength && seconds >= FirstSeconds;
            if (!isKnown || (count > 0 && Math.Abs((long)seconds - last) > Week)) return false;
            (last, count) = (seconds, count + 1);
            if (length > head.Length) return count > 1;
            head = head[length..];
        }
        return count > 1 || (count == 1 && head.IsEmpty && isWhole == HeadExtent.Whole);
    }

    public void Begin(RecordWindow window, CaptureDescription description)
    {
    }

    public bool TryRead(RecordWindow window, CaptureDescription description, out PacketRecord record)
    {
        record = default;
        while (window.TryPeek(HeaderLength, out ReadOnlySpan<byte> header))
        {
            int length = ByteOrder.Big.U16(header[RecordLengthAt..]);
            if (length < HeaderLength)
            {
                Complaint = $"A record is said to be {length} bytes long, which is less than its header.";
                return false;
            }
            if (!window.TryPeek(length, out ReadOnlySpan<byte> bytes)) return false;
            bool isPacket = TryInterpret(bytes, window.Offset, description, ref record);
            window.Advance(length);
            if (isPacket) return true;
        }
        return false;
    }

    static bool TryInterpret(ReadOnlySpan<byte> bytes, long offset, CaptureDescription description, ref PacketRecord record)
    {
        ErfKind kind = KindOf(bytes[TypeAt]);
        if (kind == ErfKind.NoPacket) return false;
        int start = HeaderLength + LengthOfExtensions(bytes) + LengthOfSubheader(kind);
        if (start > bytes.Length)
        {
            description.Add(CaptureRemarkKind.DamagedRecord, offset);
            return false;
        }
        // Padding to the card's alignment follows a packet that is shorter than its record.
        int wireLength = ByteOrder.Big.U16(bytes[WireLengthAt..]);
        record.Data = bytes[start..Math.Min(bytes.Length, start + wireLength)];
        record.Offset = offset + start;
        record.Time = TimeOf(bytes);
        record.LinkType = LinkTypeOf(kind);
        record.OriginalLength = (uint)wireLength;
        record.InterfaceId = bytes[FlagsAt] & 3;
        description.Add(record.LinkType);
        if (!IsColoured(bytes[TypeAt])) description.AddDropped(ByteOrder.Big.U16(bytes[LossAt..]));
        return true;
    }

    static Timestamp TimeOf(ReadOnlySpan<byte> bytes)
    {
        const ulong Half = 1UL << 31;
        ulong fraction = (ByteOrder.Little.U32(bytes[FractionAt..]) * 1_000_000_000UL + Half) >> 32;
        return new(ByteOrder.Little.U32(bytes[SecondsAt..]) * 1_000_000_000L + (long)fraction);
    }

    /// <summary>Extension headers follow as long as the type before them has its top bit set.</summary>
    static int LengthOfExtensions(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        for (byte type = bytes[TypeAt]; (type & HasExtension) != 0; length += ExtensionLength)
        {
            int next = HeaderLength + length;
            if (next >= bytes.Length) return bytes.Length;
            type = bytes[next];
        }
        return length;
    }

    enum ErfKind
    {
        Unknown,
        NoPacket,
        Ethernet,
        Hdlc,
        MultichannelHdlc,
        Ipv4,
        Ipv6,

        /// <summary>A link layer that is not decoded.</summary>
        Other,
    }

    static ErfKind KindOf(byte type) => (type & ~HasExtension) switch
    {
        1 or 10 or 15 or 19 => ErfKind.Hdlc,
        2 or 11 or 16 or 20 => ErfKind.Ethernet,
        5 or 17 => ErfKind.MultichannelHdlc,
        22 => ErfKind.Ipv4,
        23 => ErfKind.Ipv6,
        13 or 14 or 27 or 48 => ErfKind.NoPacket, // counters, data about the capture, padding
        3 or 4 or 6 or 7 or 8 or 9 or 12 or 18 or 21 or 24 or 25 => ErfKind.Other,
        _ => ErfKind.Unknown,
    };

    static bool IsColoured(byte type) => (type & ~HasExtension) is 10 or 11 or 15 or 16 or 17 or 18 or 19 or 20;

    /// <summary>Ethernet has an offset and a pad byte in front, multichannel HDLC its channel.</summary>
    static int LengthOfSubheader(ErfKind kind) => kind switch
    {
        ErfKind.Ethernet => 2,
        ErfKind.MultichannelHdlc => 4,
        _ => 0,
    };

    /// <summary>HDLC is PPP or Cisco's; the registry's PPP_HDLC is both, told apart by the first byte.</summary>
    static LinkType LinkTypeOf(ErfKind kind) => kind switch
    {
        ErfKind.Ethernet => LinkType.Ethernet,
        ErfKind.Hdlc or ErfKind.MultichannelHdlc => LinkType.PppHdlc,
        ErfKind.Ipv4 => LinkType.Ipv4,
        ErfKind.Ipv6 => LinkType.Ipv6,
        _ => LinkType.Unknown,
    };
}
