using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Quoted-printable (RFC 2045 6.7), resumable at any byte. An "=" that starts no escape is kept with what follows it, as the RFC
/// suggests; blanks between a soft break's "=" and its line end are dropped; blanks before a hard line end are kept, because senders that
/// forget to encode them are commoner now than relays that add them.
/// </summary>
internal sealed class QuotedPrintableDecoder : PartDecoder
{
    /// <summary>A line has 76 characters at most; more blanks behind an "=" than that are text.</summary>
    const int MaxBlanks = 76;

    readonly byte[] _blanks = new byte[MaxBlanks];
    State _state;
    byte _high;
    int _blankCount;

    enum State
    {
        Text,

        /// <summary>Behind "=".</summary>
        Equals,

        /// <summary>Behind "=" and one hexadecimal digit.</summary>
        Digit,

        /// <summary>Behind "=" and blanks.</summary>
        Blanks,

        /// <summary>Behind "=" and CR, which a LF may follow.</summary>
        Return,
    }

    public override void Decode(ReadOnlySpan<byte> source, IBufferWriter<byte> target)
    {
        while (!source.IsEmpty)
        {
            int text = _state != State.Text ? 0 : source.IndexOf((byte)'=');
            if (text < 0) text = source.Length;
            target.Write(source[..text]);
            source = source[text..];
            if (!source.IsEmpty && Step(source[0], target)) source = source[1..];
        }
    }

    public override void Flush(IBufferWriter<byte> target)
    {
        // A soft break at the end of the data has nothing behind it, and is taken out like any other.
        if (_state is State.Digit or State.Blanks) Keep(target);
        _state = State.Text;
    }

    public override void Gap(IBufferWriter<byte> target)
    {
        IsDamaged = true;
        Flush(target);
    }

    /// <summary>Takes the next byte of an escape. False: the byte is none of it, and text again.</summary>
    bool Step(byte next, IBufferWriter<byte> target)
    {
        switch (_state)
        {
            case State.Text:
                (_state, _blankCount) = (State.Equals, 0);
                return true;
            case State.Return:
                _state = State.Text;
                return next == '\n';
            case State.Digit:
                return EndEscape(next, target);
            default:
                return BeginEscape(next, target);
        }
    }

    bool BeginEscape(byte next, IBufferWriter<byte> target)
    {
        if (next is (byte)'\n' or (byte)'\r')
        {
            _state = next == '\r' ? State.Return : State.Text;
            return true;
        }

        if (next is (byte)' ' or (byte)'\t' && _blankCount < MaxBlanks)
        {
            _blanks[_blankCount++] = next;
            _state = State.Blanks;
            return true;
        }

        if (_state == State.Equals && char.IsAsciiHexDigit((char)next))
        {
            (_state, _high) = (State.Digit, next);
            return true;
        }

        bool isDouble = _state == State.Equals && next == '=';
        Keep(target);
        if (isDouble) target.Write("="u8);
        return isDouble;
    }

    bool EndEscape(byte next, IBufferWriter<byte> target)
    {
        if (!char.IsAsciiHexDigit((char)next))
        {
            Keep(target);
            return false;
        }

        Span<byte> decoded = target.GetSpan(1);
        decoded[0] = (byte)(HexValue(_high) << 4 | HexValue(next));
        target.Advance(1);
        _state = State.Text;
        return true;
    }

    /// <summary>Writes what was held for an escape that turned out to be none.</summary>
    void Keep(IBufferWriter<byte> target)
    {
        target.Write("="u8);
        if (_state == State.Digit) target.Write([_high]);
        else target.Write(_blanks.AsSpan(0, _blankCount));
        IsDamaged = true;
        _state = State.Text;
    }

    static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
