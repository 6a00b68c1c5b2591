using Analyzer.Dissection.Ftp.Listings;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// The bytes of a listing with a mark and a line end in the place of each gap, so that the two lines that it has cut are not read as one, and
/// neither as whole. For reading only: nothing is ever filled into data.
/// </summary>
sealed class GapMarkedStream(Stream source, IReadOnlyList<ContentGap> gaps) : ForwardStream
{
    static ReadOnlySpan<byte> Mark => [ListingReader.GapMark, (byte)'\n', ListingReader.GapMark];

    long _offset;
    int _gap, _marked;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_gap < gaps.Count && gaps[_gap].Offset <= _offset) return ReadMark(buffer);
        if (_gap < gaps.Count) buffer = buffer[..(int)Math.Min(buffer.Length, gaps[_gap].Offset - _offset)];
        int count = source.Read(buffer);
        _offset += count;
        return count;
    }

    int ReadMark(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, Mark.Length - _marked);
        Mark.Slice(_marked, count).CopyTo(buffer);
        _marked += count;
        if (_marked == Mark.Length) (_gap, _marked) = (_gap + 1, 0);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
