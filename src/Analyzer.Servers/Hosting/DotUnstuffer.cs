namespace Analyzer.Servers.Hosting;

/// <summary>
/// Undoes dot-stuffing (RFC 5321 4.5.2, RFC 1939 3) and finds the end of the text, whatever pieces it comes in. Only CRLF.CRLF ends: a bare LF
/// beside the dot is text, or a message could carry another one past a server that sees no end there.
/// </summary>
struct DotUnstuffer
{
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
    /// Reads from <paramref name="source"/> and writes the text to <paramref name="target"/>, which must have room for one byte more than the source.
    /// Returns how many bytes were read (less than all only at the end) and written.
    /// </summary>
    public (int Read, int Written) Read(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        for (int read = 0; read < source.Length; read++)
        {
            byte next = source[read];
            if (_state == State.DotReturn)
            {
                if (next == '\n')
                {
                    _state = State.End;
                    return (read + 1, written);
                }
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
