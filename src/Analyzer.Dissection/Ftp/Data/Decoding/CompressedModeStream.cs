namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>
/// The content of a file sent in compressed mode (RFC 959 section 3.4.3): literal runs, one byte repeated, fillers (a blank in text,
/// else zero), and an escape before the descriptor codes of block mode.
/// </summary>
sealed class CompressedModeStream(Stream source, bool isText) : MarkedStream(source)
{
    const int EndOfRecord = 128, EndOfFile = 64;

    int _literals, _repeats;
    byte _repeated;
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (_literals > 0)
            {
                int count = Source.Take(buffer[..Math.Min(buffer.Length, _literals)]);
                _literals -= count;
                return count;
            }
            if (_repeats > 0)
            {
                int count = Math.Min(buffer.Length, _repeats);
                buffer[..count].Fill(_repeated);
                _repeats -= count;
                return count;
            }
            if (HasEnded || !ReadMark()) return 0;
        }
    }

    bool ReadMark()
    {
        int mark = Source.Next();
        if (mark < 0) return false;
        switch (mark >> 6)
        {
            case 2:
                int repeated = Source.Next();
                if (repeated < 0) return false;
                (_repeats, _repeated) = (mark & 63, (byte)repeated);
                return true;
            case 3:
                (_repeats, _repeated) = (mark & 63, isText ? (byte)' ' : (byte)0);
                return true;
            default:
                if (mark == 0) return ReadEscape();
                _literals = mark;
                return true;
        }
    }

    bool ReadEscape()
    {
        int descriptor = Source.Next();
        if (descriptor < 0) return false;
        if ((descriptor & EndOfRecord) != 0) (_repeats, _repeated) = (1, (byte)'\n');
        HasEnded = (descriptor & EndOfFile) != 0;
        return true;
    }
}
