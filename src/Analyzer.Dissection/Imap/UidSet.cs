namespace Analyzer.Dissection.Imap;

/// <summary>Reads a set of UIDs or sequence numbers (RFC 9051 section 9, <c>sequence-set</c>) range by range: <c>1:3,7</c>.</summary>
internal ref struct UidSet(ReadOnlySpan<char> set)
{
    ReadOnlySpan<char> _rest = set;

    /// <summary>The next range, its smaller end first. False at the end, or where the set is no set (<c>*</c> and <c>$</c> are not numbers).</summary>
    public bool TryRead(out long first, out long last)
    {
        first = last = 0;
        if (_rest.IsEmpty) return false;
        int end = _rest.IndexOf(',');
        ReadOnlySpan<char> range = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        int colon = range.IndexOf(':');
        if (!TryNumber(colon < 0 ? range : range[..colon], out first)) return false;
        last = first;
        if (colon >= 0 && !TryNumber(range[(colon + 1)..], out last)) return false;
        if (last < first) (first, last) = (last, first);
        return true;
    }

    // UIDs have 32 bits; more is hostile.
    static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number) && number <= uint.MaxValue;
}
