namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>
/// The content of a file sent in block mode (RFC 959 section 3.4.2): blocks with a header of a descriptor and a count of 16 bits.
/// Restart markers are passed over; the end of a record becomes a line feed.
/// </summary>
sealed class BlockModeStream(Stream source) : MarkedStream(source)
{
    const int EndOfRecord = 128, EndOfFile = 64, RestartMarker = 16;

    int _descriptor, _left;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (_left > 0)
            {
                int count = Source.Take(buffer[..Math.Min(buffer.Length, _left)]);
                if (count == 0) return 0;
                _left -= count;
                if ((_descriptor & RestartMarker) == 0) return count;
                continue;
            }
            if ((_descriptor & EndOfRecord) != 0)
            {
                _descriptor &= ~EndOfRecord;
                buffer[0] = (byte)'\n';
                return 1;
            }
            HasEnded |= (_descriptor & EndOfFile) != 0;
            if (HasEnded || !ReadHeader()) return 0;
        }
    }

    bool ReadHeader()
    {
        _descriptor = Source.Next();
        int high = Source.Next(), low = Source.Next();
        if (low < 0)
        {
            _descriptor = 0;
            return false;
        }
        _left = high << 8 | low;
        return true;
    }
}
