namespace Analyzer.Dissection.Text;

/// <summary>
/// Undoes dot-stuffing (RFC 5321 section 4.5.2, RFC 1939 section 3) in pieces of any size: a dot at the start of a line is left out.
/// Begins at the start of a line. Does not look for the end of the message: the terminating line must not be given to it.
/// </summary>
public struct DotUnstuffer
{
    enum Place : byte
    {
        LineStart,
        MidLine,
        AfterCr,
    }

    Place _place;

    /// <summary>One that begins in the middle of a line, as after a gap: a dot that comes first there is most likely no doubled one.</summary>
    public static DotUnstuffer InMidLine => new() { _place = Place.MidLine };

    /// <summary>
    /// Takes the next stretch of content off the front of <paramref name="wire"/>. False: the input is used up. The stretch is a
    /// slice of the input, never a copy, and may be empty.
    /// </summary>
    public bool TryTake(ref ReadOnlySpan<byte> wire, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (wire.IsEmpty) return false;
        if (_place == Place.LineStart && wire[0] == '.')
        {
            wire = wire[1..];
            _place = Place.MidLine;
            return true;
        }
        int end = NextStuffedDot(wire);
        content = wire[..end];
        wire = wire[end..];
        if (end > 0) _place = PlaceAfter(content);
        return true;
    }

    int NextStuffedDot(ReadOnlySpan<byte> wire)
    {
        if (_place == Place.AfterCr && wire.Length >= 2 && wire[0] == '\n' && wire[1] == '.') return 1;
        int found = wire.IndexOf("\r\n."u8);
        return found < 0 ? wire.Length : found + 2;
    }

    readonly Place PlaceAfter(ReadOnlySpan<byte> content)
    {
        byte last = content[^1];
        if (last == '\r') return Place.AfterCr;
        bool afterCr = content.Length > 1 ? content[^2] == '\r' : _place == Place.AfterCr;
        return last == '\n' && afterCr ? Place.LineStart : Place.MidLine;
    }
}
