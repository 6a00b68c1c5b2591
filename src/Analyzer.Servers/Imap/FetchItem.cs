using System.Globalization;

namespace Analyzer.Servers.Imap;

/// <summary>What FETCH can tell of a message.</summary>
enum FetchKind
{
    Uid,
    Flags,
    InternalDate,
    Size,
    ModSeq,
    Envelope,
    Body,
    BodyStructure,
    Section,
    Binary,
    BinarySize,
}

/// <summary>What of a section is meant (RFC 9051, section 6.4.5.1).</summary>
enum SectionPart
{
    All,
    Header,
    HeaderFields,
    HeaderFieldsNot,
    Text,
    Mime,
}

/// <summary>One thing that a FETCH asks for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Label">What the response calls it.</param>
sealed record FetchItem(FetchKind Kind, string Label)
{
    /// <summary>The numbers of a part: 2.1 is [2, 1].</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    public SectionPart Part { get; init; }

    /// <summary>The names of HEADER.FIELDS.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The octets of a partial fetch; null: all.</summary>
    public (long Origin, long Length)? Partial { get; init; }

    /// <summary>Telling it marks the message as seen.</summary>
    public bool SetsSeen { get; init; }

    /// <summary>Where the parts are must be known.</summary>
    public bool NeedsStructure => Kind is FetchKind.Body or FetchKind.BodyStructure || Kind is FetchKind.Section or FetchKind.Binary or FetchKind.BinarySize && Numbers.Count > 0;

    /// <summary>Where the header ends must be known.</summary>
    public bool NeedsHeader => Kind is FetchKind.Envelope || Kind is FetchKind.Section && Part != SectionPart.All;

    /// <summary>Reads one item, or a list of them, or one of the macros ALL, FAST and FULL.</summary>
    public static List<FetchItem> ReadAll(ImapParser arguments, int most)
    {
        var items = new List<FetchItem>();
        if (arguments.Peek == '(') arguments.List(() => Add(arguments.ItemName()));
        else Add(arguments.ItemName());
        return items;

        void Add(string name)
        {
            string[] names = name switch
            {
                "ALL" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"],
                "FAST" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE"],
                "FULL" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"],
                _ => [name],
            };
            items.AddRange(names.Select(one => Read(one, arguments)));
            if (items.Count > most) throw ImapRefusal.No("LIMIT", string.Create(CultureInfo.InvariantCulture, $"FETCH takes at most {most} items"));
        }
    }

    static FetchItem Read(string name, ImapParser arguments)
    {
        if (arguments.Peek == '[') return ReadSection(name, arguments);
        return name switch
        {
            "UID" => new FetchItem(FetchKind.Uid, name),
            "FLAGS" => new FetchItem(FetchKind.Flags, name),
            "INTERNALDATE" => new FetchItem(FetchKind.InternalDate, name),
            "RFC822.SIZE" => new FetchItem(FetchKind.Size, name),
            "MODSEQ" => new FetchItem(FetchKind.ModSeq, name),
            "ENVELOPE" => new FetchItem(FetchKind.Envelope, name),
            "BODY" => new FetchItem(FetchKind.Body, name),
            "BODYSTRUCTURE" => new FetchItem(FetchKind.BodyStructure, name),
            "RFC822" => new FetchItem(FetchKind.Section, name) { SetsSeen = true },
            "RFC822.HEADER" => new FetchItem(FetchKind.Section, name) { Part = SectionPart.Header },
            "RFC822.TEXT" => new FetchItem(FetchKind.Section, name) { Part = SectionPart.Text, SetsSeen = true },
            _ => throw ImapRefusal.Bad($"There is no item {name}"),
        };
    }

    static FetchItem ReadSection(string name, ImapParser arguments)
    {
        (FetchKind kind, bool isPeek) = name switch
        {
            "BODY" => (FetchKind.Section, false),
            "BODY.PEEK" => (FetchKind.Section, true),
            "BINARY" => (FetchKind.Binary, false),
            "BINARY.PEEK" => (FetchKind.Binary, true),
            "BINARY.SIZE" => (FetchKind.BinarySize, true),
            _ => throw ImapRefusal.Bad($"There is no item {name}[]"),
        };
        arguments.Expect('[');
        string text = arguments.Peek == ']' ? "" : arguments.ItemName();
        (List<int> numbers, string rest) = ReadNumbers(text);
        SectionPart part = rest switch
        {
            "" => SectionPart.All,
            "HEADER" => SectionPart.Header,
            "HEADER.FIELDS" => SectionPart.HeaderFields,
            "HEADER.FIELDS.NOT" => SectionPart.HeaderFieldsNot,
            "TEXT" => SectionPart.Text,
            "MIME" when numbers.Count > 0 => SectionPart.Mime,
            _ => throw ImapRefusal.Bad($"There is no section {text}"),
        };
        if (kind != FetchKind.Section && part != SectionPart.All) throw ImapRefusal.Bad("BINARY takes part numbers");
        var fields = new List<string>();
        if (part is SectionPart.HeaderFields or SectionPart.HeaderFieldsNot)
        {
            arguments.Space();
            arguments.List(() => fields.Add(FieldName(arguments.AString())));
            text += $" ({string.Join(' ', fields.Select(field => ImapText.Mailbox(field, isUtf8: true)))})";
        }
        arguments.Expect(']');
        (long, long)? partial = kind != FetchKind.BinarySize && arguments.Try('<') ? ReadPartial(arguments) : null;
        string origin = partial is { } range ? string.Create(CultureInfo.InvariantCulture, $"<{range.Item1}>") : "";
        string label = $"{name.Replace(".PEEK", "", StringComparison.Ordinal)}[{text}]{origin}";
        return new FetchItem(kind, label) { Numbers = numbers, Part = part, Fields = fields, Partial = partial, SetsSeen = !isPeek };
    }

    // It comes back in the response.
    static string FieldName(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\x7f') ? text : throw ImapRefusal.Bad("This is no name of a header field");

    static (List<int> Numbers, string Specifier) ReadNumbers(string text)
    {
        var numbers = new List<int>();
        string[] words = text.Split('.');
        foreach (string word in words)
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0) break;
            numbers.Add(number);
        }
        return (numbers, string.Join('.', words[numbers.Count..]));
    }

    static (long Origin, long Length) ReadPartial(ImapParser arguments)
    {
        long origin = arguments.Number();
        arguments.Expect('.');
        long length = arguments.Number();
        arguments.Expect('>');
        return length > 0 ? (origin, length) : throw ImapRefusal.Bad("A partial fetch has at least one octet");
    }
}
