namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>
/// The content of a record-structured file in stream mode (RFC 959 section 3.4.1): 255 is an escape; behind it 1 ends a record (which
/// becomes a line feed), 2 the file, 3 both, and 255 stands for itself.
/// </summary>
sealed class RecordStructureStream(Stream source) : MarkedStream(source)
{
    const int Escape = 255;

    public override int Read(Span<byte> buffer)
    {
        int count = 0;
        while (count < buffer.Length && !HasEnded)
        {
            int next = Source.Next();
            if (next < 0) break;
            if (next == Escape) next = Unescape();
            if (next >= 0) buffer[count++] = (byte)next;
        }
        return count;
    }

    int Unescape()
    {
        int code = Source.Next();
        HasEnded = code is < 0 or 2 or 3;
        return code switch
        {
            1 or 3 => '\n',
            Escape => Escape,
            _ => -1,
        };
    }
}
