using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// uuencode (POSIX 1003.2): a "begin" line, lines that begin with their count of bytes, a line of count 0, and "end". Blanks that were
/// eaten at the end of a line count as zeros. What stands before and behind the file is dropped.
/// </summary>
internal sealed class UuDecoder : PartDecoder
{
    State _state;
    int _matched;
    int _left;
    uint _bits;
    int _count;

    enum State
    {
        /// <summary>At the start of a line that may be the "begin" line.</summary>
        Begin,

        /// <summary>Within a line before the data.</summary>
        OtherLine,

        /// <summary>Within the "begin" line.</summary>
        BeginLine,

        /// <summary>At the start of a line of data.</summary>
        Count,

        /// <summary>Within a line of data.</summary>
        Data,

        /// <summary>Within the rest of a line of data, a checksum character for one.</summary>
        Rest,

        /// <summary>Looking for the start of the next line, after a gap.</summary>
        Lost,

        /// <summary>Within the last line.</summary>
        End,

        Done,
    }

    /// <summary>Whether the end of the file has been read.</summary>
    public bool IsDone => _state == State.Done;

    public override void Decode(ReadOnlySpan<byte> source, IBufferWriter<byte> target)
    {
        while (!source.IsEmpty && !IsDone) source = source[Take(source, target)..];
    }

    public override void Flush(IBufferWriter<byte> target)
    {
        if (_state == State.Data) EndLine(target);
        // "end" without a line end behind it is an end too.
        if (_state != State.Done && !(_state == State.End && _matched == 3)) IsDamaged = true;
        (_state, _matched) = (State.Begin, 0);
    }

    public override void Gap(IBufferWriter<byte> target)
    {
        IsDamaged = true;
        if (IsDone) return;
        if (_state == State.Data) Emit(target);
        _state = State.Lost;
    }

    /// <summary>Takes the beginning of the source, as far as one state reaches, and returns its length. It stops behind the file's end.</summary>
    public int Take(ReadOnlySpan<byte> source, IBufferWriter<byte> target)
    {
        switch (_state)
        {
            case State.Begin:
                return MatchBegin(source[0]);
            case State.Count:
                ReadCount(source[0]);
                return 1;
            case State.Data:
                return ReadData(source, target);
            case State.End:
                return ReadEnd(source[0]);
            case State.Done:
                return 0;
            default:
                return SkipLine(source);
        }
    }

    int MatchBegin(byte next)
    {
        if (next == "begin "u8[_matched])
        {
            if (++_matched == 6) (_state, _matched) = (State.BeginLine, 0);
            return 1;
        }

        (_state, _matched) = (State.OtherLine, 0);
        return 0;
    }

    int SkipLine(ReadOnlySpan<byte> source)
    {
        int end = source.IndexOf((byte)'\n');
        if (end < 0) return source.Length;
        _state = _state == State.OtherLine ? State.Begin : State.Count;
        return end + 1;
    }

    void ReadCount(byte next)
    {
        if (next is (byte)'\r' or (byte)'\n') return;
        _left = next - ' ' & 0x3F;
        (_bits, _count, _matched) = (0, 0, 0);
        if (next is >= (byte)' ' and <= (byte)'`') _state = _left == 0 ? State.End : State.Data;
        // "e" is no count but the beginning of "end": the blank that is the line of count 0 was eaten.
        else if (next == 'e') (_state, _matched) = (State.End, 1);
        else (_state, IsDamaged) = (State.Done, true);
    }

    int ReadData(ReadOnlySpan<byte> source, IBufferWriter<byte> target)
    {
        Span<byte> decoded = target.GetSpan(48);
        int length = 0;
        int at = 0;
        while (at < source.Length && _left > 0 && length <= 45)
        {
            byte next = source[at++];
            if (next is (byte)'\n')
            {
                target.Advance(length);
                EndLine(target);
                _state = State.Count;
                return at;
            }

            if (next == '\r') continue;
            if (next is < (byte)' ' or > (byte)'`') IsDamaged = true;
            _bits = _bits << 6 | (uint)(next - ' ' & 0x3F);
            if (++_count == 4) length += PutQuantum(decoded[length..]);
        }

        target.Advance(length);
        if (_left == 0) _state = State.Rest;
        return at;
    }

    /// <summary>The line is over before its count: the blanks at its end were eaten.</summary>
    void EndLine(IBufferWriter<byte> target)
    {
        Span<byte> decoded = target.GetSpan(66);
        int length = 0;
        while (_left > 0)
        {
            _bits <<= 6;
            if (++_count == 4) length += PutQuantum(decoded[length..]);
        }

        target.Advance(length);
    }

    void Emit(IBufferWriter<byte> target)
    {
        // Of an unfinished quantum, only whole bytes.
        _left = Math.Min(_left, _count * 6 / 8);
        EndLine(target);
    }

    int PutQuantum(Span<byte> decoded)
    {
        int length = Math.Min(_left, 3);
        decoded[0] = (byte)(_bits >> 16);
        if (length > 1) decoded[1] = (byte)(_bits >> 8);
        if (length > 2) decoded[2] = (byte)_bits;
        _left -= length;
        _count = 0;
        return length;
    }

    /// <summary>Reads from behind the count 0 to behind the line "end". Anything else there ends the file too, damaged.</summary>
    int ReadEnd(byte next)
    {
        if (next == '\n' && _matched is 0 or 3)
        {
            // The first line end belongs to the line of count 0.
            if (_matched == 3) _state = State.Done;
            return 1;
        }

        if (next == '\r' || (next is (byte)' ' or (byte)'`' && _matched is 0 or 3)) return 1;
        if (_matched < 3 && next == "end"u8[_matched])
        {
            _matched++;
            return 1;
        }

        (_state, IsDamaged) = (State.Done, true);
        return 0;
    }
}
