using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// Builds a <see cref="BodyStructure"/> from the tokens of its list. A list that begins with a list is a multipart: parts, then the
/// subtype and its parameters. Any other has its fields in a fixed order, octets the seventh.
/// </summary>
internal sealed class BodyStructureReader
{
    const int OctetsField = 6;

    sealed class Level(BodyStructure? part)
    {
        public BodyStructure? Part { get; } = part;
        public int Field { get; set; }
        public bool WantsBoundary { get; set; }
    }

    readonly Stack<Level> _levels = new();
    int _tooDeep, _parts;

    /// <summary>The outermost part, once its list has closed; null when it is too large to be kept.</summary>
    public BodyStructure? Result { get; private set; }

    /// <summary>The next token, the outermost parentheses counted.</summary>
    public void OnToken(in ImapToken token)
    {
        if (token.Kind == ImapTokenKind.Open) Open();
        else if (token.Kind == ImapTokenKind.Close) Close();
        else if (_tooDeep == 0 && _levels.TryPeek(out Level? level)) OnField(level, token);
    }

    void Open()
    {
        if (_tooDeep > 0 || _levels.Count == ImapLimits.StructureDepth)
        {
            _tooDeep++;
            return;
        }
        if (!_levels.TryPeek(out Level? outer))
        {
            _levels.Push(new Level(new BodyStructure()));
            return;
        }
        BodyStructure? inner = null;
        if (outer.Part is { } part)
        {
            // A list as the first field, or behind other parts, is a part; so is the ninth field of message/rfc822, if it is a list of lists or strings.
            if (outer.Field == 0 || (part.IsMultipart && outer.Field == part.Parts.Count)) inner = AddPart(part);
            outer.Field++;
        }
        else if (outer.WantsBoundary)
        {
            outer.WantsBoundary = false;
        }
        _levels.Push(new Level(inner));
    }

    BodyStructure? AddPart(BodyStructure outer)
    {
        outer.IsMultipart = true;
        if (++_parts > ImapLimits.StructureParts) return null;
        var part = new BodyStructure { Number = Join(outer.Number, outer.Parts.Count + 1) };
        outer.Parts.Add(part);
        return part;
    }

    static string Join(string outer, int index)
    {
        string number = index.ToString(CultureInfo.InvariantCulture);
        return outer.Length == 0 ? number : $"{outer}.{number}";
    }

    void Close()
    {
        if (_tooDeep > 0)
        {
            _tooDeep--;
            return;
        }
        if (!_levels.TryPop(out Level? level) || _levels.Count > 0) return;
        if (_parts <= ImapLimits.StructureParts) Result = level.Part;
    }

    void OnField(Level level, in ImapToken token)
    {
        if (level.Part is { } part)
        {
            int field = level.Field++;
            if (!part.IsMultipart && field == OctetsField && token.TryGetNumber(out long octets)) part.Octets = octets;
            return;
        }
        // A list that is no part: parameters come as pairs. Only the enclosing part's own parameter list can hold its boundary.
        bool isName = level.Field++ % 2 == 0;
        if (!isName && level.WantsBoundary) SetBoundary(token.Decode());
        level.WantsBoundary = isName && token.IsText && Ascii.EqualsIgnoreCase(token.Text, "BOUNDARY"u8);
    }

    void SetBoundary(string value)
    {
        BodyStructure? owner = _levels.Count > 1 ? _levels.ElementAt(1).Part : null;
        if (owner is { IsMultipart: true, Boundary: null }) owner.Boundary = value;
    }
}
