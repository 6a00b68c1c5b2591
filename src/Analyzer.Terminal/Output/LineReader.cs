namespace Analyzer.Terminal.Output;

/// <summary>Reads a stream line by line, with a bound on the length of a line.</summary>
sealed class LineReader(Stream stream)
{
    /// <summary>Bytes of a line: the longest record, a message with 10,000 long recipients, has some tens of megabytes.</summary>
    public const int MaxLine = 256 * 1024 * 1024;

    byte[] _buffer = new byte[64 * 1024];
    int _start, _end;

    /// <summary>The next line without its end, borrowed until the next call. False: there is none, or it is too long.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        int looked = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsMemory(_start, looked + length);
                _start += looked + length + 1;
                return true;
            }
            looked = _end - _start;
            if (!TryFill())
            {
                line = _buffer.AsMemory(_start, looked);
                _start = _end;
                return looked is > 0 and < MaxLine;
            }
        }
    }

    bool TryFill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            if (_end >= MaxLine) return false;
            Array.Resize(ref _buffer, _end * 2);
        }
        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}
