using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>
/// The log that pppd writes with its option "record": what went over the serial line in each direction, piece by piece, still in its
/// HDLC-like framing (RFC 1662), between records that tell the time. The packets are the frames, with their check sequence at the end.
/// </summary>
/// <remarks>
/// Undoing the escapes makes bytes that lie nowhere in the file. So this log is treated like a compressed capture: offsets count the
/// bytes of the frames in the order of their delivery, and who wants them later has them kept in the spool.
/// </remarks>
internal sealed class PppdLogReader : IRecordReader
{
    /// <summary>
    /// The longest frame kept. Packets over serial lines have 1500 bytes; what gets longer without a flag is the chat of a login,
    /// or no PPP at all, and is dropped.
    /// </summary>
    const int MaxFrame = 16 * 1024;

    // Record types.
    const byte SentData = 1, ReceivedData = 2, EndOfSent = 3, EndOfReceived = 4, LongStep = 5, ShortStep = 6, ResetTime = 7;

    // RFC 1662 section 4.
    const byte Flag = 0x7E, Escape = 0x7D, EscapeBit = 0x20;

    const int DataHeaderLength = 3;
    const long NanosecondsPerStep = 100_000_000;

    readonly Frame _sent = new(interfaceId: 0);
    readonly Frame _received = new(interfaceId: 1);
    long _time;
    int _position;
    long _delivered;

    public string Format => "pppdump";

    public bool IsInPlace => false;

    public string? Complaint { get; private set; }

    /// <summary>
    /// Whether a capture that begins so is of this format: it begins with the time, records of known types follow one another, and
    /// there are flags in their data.
    /// </summary>
    public static bool IsLikely(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head[0] != ResetTime) return false;
        bool hasFlag = false;
        while (!head.IsEmpty && TryFindLength(head, out int length))
        {
            ReadOnlySpan<byte> record = head[..Math.Min(length, head.Length)];
            if (record[0] is SentData or ReceivedData) hasFlag |= record[1..].Contains(Flag);
            head = head[record.Length..];
        }
        // What is left is at most the header of a record that goes on behind the head.
        return hasFlag && (head.IsEmpty || (head.Length < DataHeaderLength && IsKnown(head[0])));
    }

    static bool IsKnown(byte type) => type is >= SentData and <= ResetTime;

    /// <summary>The length of the record that begins so. False: its header is not there, or it is of no known type.</summary>
    static bool TryFindLength(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes[0] switch
        {
            SentData or ReceivedData when bytes.Length >= DataHeaderLength => DataHeaderLength + ByteOrder.Big.U16(bytes[1..]),
            EndOfSent or EndOfReceived => 1,
            ShortStep => 2,
            LongStep or ResetTime => 5,
            _ => 0,
        };
        return length > 0;
    }

    public void Begin(RecordWindow window, CaptureDescription description) => description.Add(LinkType.Ppp);

    public bool TryRead(RecordWindow window, CaptureDescription description, out PacketRecord record)
    {
        record = default;
        while (window.TryPeek(1, out ReadOnlySpan<byte> bytes))
        {
            byte type = bytes[0];
            if (!IsKnown(type))
            {
                Complaint = $"A record is of type {type}, which is not known.";
                return false;
            }
            if (type is SentData or ReceivedData && !window.TryPeek(DataHeaderLength, out bytes)) return false;
            if (!TryFindLength(bytes, out int length) || !window.TryPeek(length, out bytes)) return false;
            if (type is SentData or ReceivedData && TryFinishFrame(type == SentData ? _sent : _received, bytes, ref record)) return true;
            if (type is LongStep or ShortStep or ResetTime) MoveClock(type, bytes[1..]);
            _position = 0;
            window.Advance(length);
        }
        return false;
    }

    void MoveClock(byte type, ReadOnlySpan<byte> value)
    {
        if (type == ResetTime)
        {
            _time = ByteOrder.Big.U32(value) * 1_000_000_000L;
            return;
        }
        long step = NanosecondsPerStep * (type == LongStep ? ByteOrder.Big.U32(value) : value[0]);
        if (_time <= long.MaxValue - step) _time += step;
    }

    /// <summary>Goes on in a data record where the last frame ended; true when another frame ends in it.</summary>
    bool TryFinishFrame(Frame frame, ReadOnlySpan<byte> bytes, ref PacketRecord record)
    {
        if (_position == 0) _position = DataHeaderLength;
        while (_position < bytes.Length)
        {
            if (!frame.Take(bytes[_position++])) continue;
            record.Data = frame.Bytes;
            record.Offset = _delivered;
            record.Time = new(_time);
            record.LinkType = LinkType.Ppp;
            record.OriginalLength = (uint)frame.Bytes.Length;
            record.InterfaceId = frame.InterfaceId;
            _delivered += frame.Bytes.Length;
            return true;
        }
        return false;
    }

    /// <summary>The frame that one direction is at.</summary>
    sealed class Frame(int interfaceId)
    {
        readonly byte[] _bytes = new byte[MaxFrame];
        int _length;
        bool _isEscaped;
        bool _hasEnded;

        public int InterfaceId => interfaceId;

        /// <summary>Without escapes; valid until the next byte is taken.</summary>
        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        /// <summary>Takes a byte from the line; true when it ends a frame that has any bytes and is not too long.</summary>
        public bool Take(byte value)
        {
            if (_hasEnded) (_length, _isEscaped, _hasEnded) = (0, false, false);
            if (value == Flag)
            {
                _hasEnded = true;
                return _length is > 0 and < MaxFrame;
            }
            if (value == Escape && !_isEscaped)
            {
                _isEscaped = true;
                return false;
            }
            if (_length < MaxFrame) _bytes[_length++] = _isEscaped ? (byte)(value ^ EscapeBit) : value;
            _isEscaped = false;
            return false;
        }
    }
}
