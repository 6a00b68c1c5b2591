namespace Analyzer.Dissection.Mail;

/// <summary>
/// Finds uuencoded files in a decoded text as it passes: a "begin" line with an octal mode and a name, and behind it a line that can be
/// data. It decodes them for their size and hash, and keeps no bytes.
/// </summary>
internal sealed class UuScanner(MimeDigest digest, PartBudget budget) : IDisposable
{
    /// <summary>A mode and a name; longer lines are text.</summary>
    const int MaxLineLength = 512;

    readonly DigestWriter _digest = new(digest);
    readonly byte[] _line = new byte[MaxLineLength];
    List<UuencodedFile> _files = [];
    MimePart? _part;
    UuDecoder? _decoder;
    State _state;
    int _lineLength;
    long _offset;
    long _start;
    byte[] _name = [];

    enum State
    {
        /// <summary>At the start of a line, some of "begin " already seen.</summary>
        LineStart,

        /// <summary>Within a line of text.</summary>
        Line,

        /// <summary>Within a "begin" line.</summary>
        BeginLine,

        /// <summary>Within the line behind it.</summary>
        FirstLine,

        /// <summary>Within a file.</summary>
        File,
    }

    /// <summary>A new text begins.</summary>
    public void Begin(MimePart part)
    {
        (_part, _files, _state, _lineLength, _offset, _decoder) = (part, [], State.LineStart, 0, 0, null);
        _digest.Reset();
    }

    /// <summary>The next piece of the text.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int taken = Take(text);
            _offset += taken;
            text = text[taken..];
        }
    }

    /// <summary>The text is over. Returns the files found in it.</summary>
    public List<UuencodedFile> End()
    {
        if (_state == State.File) EndFile();
        _part = null;
        return _files;
    }

    public void Dispose() => _digest.Dispose();

    int Take(ReadOnlySpan<byte> text)
    {
        switch (_state)
        {
            case State.LineStart:
                return MatchBegin(text[0]);
            case State.Line:
                int end = text.IndexOf((byte)'\n');
                if (end >= 0) _state = State.LineStart;
                return end < 0 ? text.Length : end + 1;
            case State.File:
                int taken = _decoder!.Take(text, _digest);
                if (!_decoder.IsDone) return taken;
                _offset += taken;
                EndFile();
                _offset -= taken;
                return taken;
            default:
                return Collect(text);
        }
    }

    int MatchBegin(byte next)
    {
        bool isMatch = next == "begin "u8[_lineLength];
        _lineLength = isMatch ? _lineLength + 1 : 0;
        if (!isMatch) _state = State.Line;
        if (_lineLength == 6) (_state, _lineLength, _start) = (State.BeginLine, 0, _offset - 5);
        return isMatch ? 1 : 0;
    }

    int Collect(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        int length = end < 0 ? text.Length : end + 1;
        if (_lineLength + length > MaxLineLength)
        {
            (_state, _lineLength) = (State.Line, 0);
            return 0;
        }

        text[..length].CopyTo(_line.AsSpan(_lineLength));
        _lineLength += length;
        if (end < 0) return length;

        ReadOnlySpan<byte> line = _line.AsSpan(0, _lineLength);
        _lineLength = 0;
        if (_state == State.BeginLine) ReadBeginLine(line.TrimEnd("\r\n"u8));
        else ReadFirstLine(line);
        return length;
    }

    void ReadBeginLine(ReadOnlySpan<byte> line)
    {
        int mode = line.IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        bool isMode = mode is 3 or 4 && line[mode] == ' ' && line.Length > mode + 1;
        _state = isMode ? State.FirstLine : State.LineStart;
        if (isMode) _name = line[(mode + 1)..].ToArray();
    }

    void ReadFirstLine(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> data = line.TrimEnd("\r\n"u8);
        int needed = data.IsEmpty ? 0 : ((data[0] - ' ' & 0x3F) + 2) / 3 * 4;
        // One more character may be a checksum; blanks at the end may have been eaten.
        bool isData = !data.IsEmpty && data.Length <= needed + 2 && data.IndexOfAnyExceptInRange((byte)' ', (byte)'`') < 0;
        _state = State.LineStart;
        if (!isData || !budget.TryTake()) return;

        _state = State.File;
        _decoder = new UuDecoder();
        _decoder.Decode("begin \n"u8, _digest);
        _decoder.Decode(line, _digest);
    }

    void EndFile()
    {
        bool isWhole = _decoder!.IsDone;
        _decoder.Flush(_digest);
        _digest.Flush();
        (long size, byte[] first) = (_digest.Length, _digest.FirstBytes());
        string name = HeaderText.ToUnicode(_name, null);
        _files.Add(new UuencodedFile(_part!, name, _name, _start, _offset - _start, size, _digest.Reset(), first, isWhole && !_decoder.IsDamaged));
        _state = State.LineStart;
    }
}
