namespace Analyzer.Servers.Imap.Mime;

/// <summary>The lines of a stream with their positions, from a buffer of fixed size: a longer line comes in pieces.</summary>
ref struct LineScanner(Stream stream, Span<byte> buffer)
{
    readonly Span<byte> _buffer = buffer;
    int _start;
    int _end;
    bool _isInLine;

    /// <summary>The line with its end (CRLF, LF or that of the stream), or a piece of one.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The place of <see cref="Line"/> in the stream.</summary>
    public long Position { get; private set; }

    /// <summary>The line began in an earlier piece.</summary>
    public bool IsContinued { get; private set; }

    public bool Next()
    {
        Position += Line.Length;
        IsContinued = _isInLine;
        int length = _buffer[_start.._end].IndexOf((byte)'\n') + 1;
        while (length == 0)
        {
            if (_start > 0) Compact();
            int read = _end == _buffer.Length ? 0 : stream.Read(_buffer[_end..]);
            int found = _buffer.Slice(_end, read).IndexOf((byte)'\n') + 1;
            if (found > 0) length = _end + found;
            _end += read;
            if (read == 0) length = _end;
            if (_end == 0) return false;
        }
        Line = _buffer.Slice(_start, length);
        _start += length;
        _isInLine = Line[^1] != '\n';
        return true;
    }

    void Compact()
    {
        _buffer[_start.._end].CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }
}
