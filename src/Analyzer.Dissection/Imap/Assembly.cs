using Analyzer.Capture;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// A message in the making: which octets of it are there, by section. HEADER lies at the start of the whole and TEXT right behind it, so
/// both are kept as octets of the whole as soon as the header's length is known.
/// </summary>
internal sealed class Assembly
{
    readonly Dictionary<string, StretchMap> _sections = [];
    readonly List<int> _ids = [];
    long? _sum;
    bool _isContradictory, _isLiteral;

    /// <summary>The octets of the message itself.</summary>
    public StretchMap Whole { get; } = new();

    /// <summary>The octets behind the header, as long as nobody knows how long that is.</summary>
    public StretchMap Text { get; } = new();

    /// <summary>How long the header is, its blank line counted.</summary>
    public long? HeaderLength { get; private set; }

    /// <summary>The whole must end here or earlier: an answer from here on was empty.</summary>
    public long? EndAtMost { get; private set; }

    /// <summary>RFC822.SIZE.</summary>
    public long? Size { get; set; }

    /// <summary>BODYSTRUCTURE.</summary>
    public BodyStructure? Structure { get; set; }

    /// <summary>It takes its bytes as they pass, where they can not be read again.</summary>
    public LiveWhole? Live { get; set; }

    /// <summary>When the first piece came.</summary>
    public Timestamp Time { get; set; } = Timestamp.Unknown;

    /// <summary>It was told, or came as a whole anyway: pieces are of no more use.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Ids of the pieces' records.</summary>
    public IReadOnlyList<int> Ids => _ids;

    /// <summary>Something behind the header is there, so somebody wanted to read this message.</summary>
    public bool HasBody => Text.HasAny || _sections.Count > 0 || Whole.Held > (HeaderLength ?? 0);

    /// <summary>The octets of a part such as <c>1.2</c> or <c>1.2.MIME</c>; null when none came.</summary>
    public StretchMap? Section(string name) => _sections.GetValueOrDefault(name);

    /// <summary>It is of no more use: gives its memory back.</summary>
    public void Finish()
    {
        IsDone = true;
        Whole.Clear();
        Text.Clear();
        _sections.Clear();
        _ids.Clear();
        Structure = null;
        Live = null;
    }

    /// <summary>Adds a piece. <paramref name="isShort"/>: it has fewer octets than were asked for, so it reaches the end of its section.</summary>
    public StretchResult Add(PieceSink piece, bool isShort, ContentComparer comparer)
    {
        if (_ids.Count == ImapLimits.Pieces) return StretchResult.Full;
        string section = piece.Placement.Section;
        StretchMap? map = MapOf(section);
        if (map is null) return StretchResult.Full;
        long origin = piece.Placement.Origin ?? 0;
        bool reachesEnd = piece.HasEnded && (piece.Placement.Origin is null || (isShort && piece.Length > 0));
        StretchResult result = AddStretches(map, section == FetchSection.Text && HeaderLength is { } header ? header + origin : origin, piece, comparer);
        if (result != StretchResult.Added) return result;
        _ids.Add(piece.Message.Id);
        if (!Time.IsKnown) Time = piece.Message.Time;
        if (piece.Length == 0 && section.Length == 0 && origin > 0 && isShort) EndAtMost = Math.Min(EndAtMost ?? origin, origin);
        if (!reachesEnd) return result;
        _isLiteral |= piece.Placement.IsWhole;
        return SetEnd(section, map, origin + piece.Length, piece.EndsWithBlankLine, comparer);
    }

    StretchMap? MapOf(string section)
    {
        if (section is FetchSection.Whole or FetchSection.Header) return Whole;
        if (section == FetchSection.Text) return HeaderLength is null ? Text : Whole;
        if (_sections.TryGetValue(section, out StretchMap? map)) return map;
        if (_sections.Count == ImapLimits.Sections) return null;
        _sections.Add(section, map = new StretchMap());
        return map;
    }

    // A gap in a piece is a hole between two stretches.
    static StretchResult AddStretches(StretchMap map, long start, PieceSink piece, ContentComparer comparer)
    {
        long from = 0;
        foreach (Sessions.ContentGap gap in piece.Message.Gaps)
        {
            StretchResult result = map.Add(start, piece.Message.Extents, from, gap.Offset - from, comparer);
            if (result != StretchResult.Added) return result;
            start += gap.Offset - from + gap.Missing;
            from = gap.Offset;
        }
        return map.Add(start, piece.Message.Extents, from, piece.Message.Extents.Length - from, comparer);
    }

    StretchResult SetEnd(string section, StretchMap map, long end, bool endsWithBlankLine, ContentComparer comparer)
    {
        switch (section)
        {
            case FetchSection.Header:
                if (HeaderLength is not null || !endsWithBlankLine) return StretchResult.Added;
                HeaderLength = end;
                return MoveText(end, comparer);
            case FetchSection.Text when HeaderLength is { } header:
                _sum = Agreed(_sum, header + end);
                return StretchResult.Added;
            default:
                map.End = Agreed(map.End, end);
                return StretchResult.Added;
        }
    }

    long Agreed(long? known, long end)
    {
        _isContradictory |= known is not null && known != end;
        return end;
    }

    // Now that the header's length is known, the text has its place in the whole.
    StretchResult MoveText(long headerLength, ContentComparer comparer)
    {
        StretchResult result = Text.MoveTo(Whole, headerLength, comparer);
        if (Text.End is { } end) _sum = Agreed(_sum, headerLength + end);
        Text.Clear();
        return result;
    }

    /// <summary>
    /// Whether all octets of the whole are there and their end is proven: by RFC822.SIZE, by sections that were given whole, or by an
    /// answer shorter than asked for. Where proofs contradict each other nothing is proven.
    /// </summary>
    public bool IsWhole
    {
        get
        {
            long covered = Whole.Covered;
            if (covered == 0 || _isContradictory) return false;
            if ((Whole.End ?? covered) != covered || (_sum ?? covered) != covered || EndAtMost < covered) return false;
            if (Size == covered || EndAtMost == covered || (_isLiteral && Whole.End == covered)) return true;
            // RFC822.SIZE is an estimate with some servers: more octets than that refute it, fewer leave the doubt.
            if (Whole.End == covered) return Size is null || Size < covered;
            return _sum == covered && Size is null;
        }
    }
}
