namespace Analyzer.Servers.Hosting;

/// <summary>
/// Undoes dot-stuffing (RFC 5321 4.5.2, RFC 1939 3) and finds the end of the text, whatever pieces it comes in. Only CRLF.CRLF ends: a bare LF
/// beside the dot is text, or a message could carry another one past a server that sees no end there. For a peer whose commands end in bare LF too
/// (a person at nc), LF alone ends lines, and becomes CRLF.
/// </summary>
struct DotUnstuffer(bool isBareLf = false)
{
    readonly bool _isBareLf = isBareLf;
    State _state;

    enum State : byte
    {
        LineStart,
        Dot,
        DotReturn,
        Text,
        Return,
        End,
    }

    /// <summary>The terminator was read.</summary>
    public readonly bool HasEnded => _state == State.End;

    /// <summary>
    /// Reads from <paramref name="source"/> and writes the text to <paramref name="target"/>, which must have room for twice as many bytes and one.
    /// Returns how many bytes were read (less than all only at the end) and written.
    /// </summary>
    public (int Read, int Written) Read(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        for (int read = 0; read < source.Length; read++)
        {
            byte next = source[read];
            if (next == '\n' && (_state == State.DotReturn || (_isBareLf && _state == State.Dot)))
            {
                _state = State.End;
                return (read + 1, written);
            }
            if (_state == State.DotReturn)
            {
                target[written++] = (byte)'\r';
                _state = State.Return;
            }
            if (_isBareLf && next == '\n' && _state != State.Return)
            {
                target[written++] = (byte)'\r';
                _state = State.Return;
            }
            _state = Next(next);
            if (_state is not (State.Dot or State.DotReturn)) target[written++] = next;
        }
        return (source.Length, written);
    }

    readonly State Next(byte next) => (_state, next) switch
    {
        (State.LineStart, (byte)'.') => State.Dot,
        (State.Dot, (byte)'\r') => State.DotReturn,
        (_, (byte)'\r') => State.Return,
        (State.Return, (byte)'\n') => State.LineStart,
        _ => State.Text,
    };
}
