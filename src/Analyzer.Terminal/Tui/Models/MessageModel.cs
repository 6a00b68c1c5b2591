using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>How a part of a message is shown.</summary>
enum PartView
{
    /// <summary>Text in its character set, HTML as text.</summary>
    Text,
    Hex,

    /// <summary>As it was sent, with its header.</summary>
    Raw,

    /// <summary>What is known about it.</summary>
    Info,
}

/// <summary>A message taken apart: its header, the tree of its parts, and these to be read.</summary>
sealed class MessageModel
{
    readonly IByteStore? _store;

    MessageModel(MessageRecord message, IByteStore? store, MimeMessage mime)
    {
        (Message, _store, Mime) = (message, store, mime);
        Parts = TreeLines.Flatten([mime.Root], part => part.Children);
    }

    public MessageRecord Message { get; }

    public MimeMessage Mime { get; }

    /// <summary>The parts in order, with their places in the tree.</summary>
    public IReadOnlyList<(MimePart Part, TreePlace Place)> Parts { get; }

    /// <summary>Reads a message from the capture. Takes as long as the message is large.</summary>
    public static MessageModel Load(MessageRecord message, IByteStore? store)
    {
        using var reader = new MimeReader(digest: MimeDigest.Sha256);
        if (store is not null) _ = new ContentReader(store).TryCopy(message.Content, new Feeder(reader));
        return new MessageModel(message, store, reader.Complete());
    }

    sealed class Feeder(MimeReader reader) : IContentTarget
    {
        public void Bytes(ReadOnlySpan<byte> bytes) => reader.Feed(bytes);

        public void Gap(long missing) => reader.Gap(missing);
    }

    /// <summary>The part that a reader wants to see first: the first text.</summary>
    public int FirstText
    {
        get
        {
            for (int i = 0; i < Parts.Count; i++)
            {
                if (Parts[i].Part is { IsLeaf: true, ContentType.IsText: true, IsAttachment: false }) return i;
            }
            return 0;
        }
    }

    /// <summary>What a part is called in the tree: its type, and its name on a leaf that has one.</summary>
    public static string Label(MimePart part)
    {
        string type = part.ContentType.MediaType;
        return part.FileName is { Length: > 0 } name ? $"{name}  {type}" : type;
    }

    /// <summary>Something about a part that a reader should know; null: nothing.</summary>
    public static string? Warning(MimePart part)
    {
        if (part.Missing > 0) return $"{Quantity.Bytes(part.Missing)} of it are missing";
        FileSignature? found = part.IsLeaf ? FileSignature.Detect(part.FirstBytes.Span) : null;
        if (found is { IsExecutable: true }) return $"it is a {found.Name}, sent as {part.ContentType.MediaType}";
        bool isImage = part.ContentType.Type == "image" && found is not null && !found.MediaType.StartsWith("image/", StringComparison.Ordinal);
        if (isImage) return $"it says {part.ContentType.MediaType} but is a {found!.Name}";
        if (part.FileName is not { } name) return null;
        if (SafeFileName.From(name, "file") != name) return "its name has characters that are not saved";
        string[] pieces = name.Split('.');
        bool isDouble = pieces.Length > 2 && pieces[^1].ToUpperInvariant() is "EXE" or "SCR" or "JS" or "VBS" or "BAT" or "CMD" or "LNK" or "HTA";
        return isDouble ? "its name has two extensions" : null;
    }

    /// <summary>The header in short: who, to whom, what, when; the envelope where it differs.</summary>
    public IReadOnlyList<TextLine> Headers(bool hasAll)
    {
        if (hasAll) return [.. Mime.Headers.Select(field => new TextLine(new($"{field.Name}: ", Role.Heading), new(field.Decode().Trim())))];
        List<TextLine> lines = [];
        Add(lines, "From", string.Join(", ", Mime.From));
        Add(lines, "To", string.Join(", ", Mime.To));
        Add(lines, "Cc", string.Join(", ", Mime.Cc));
        Add(lines, "Subject", Mime.Subject);
        Add(lines, "Date", Mime.Headers.Decode("Date")?.Trim());
        if (Message.Envelope is { } envelope)
        {
            string rejected = envelope.Rejected.Count > 0 ? $"; refused: {string.Join(", ", envelope.Rejected)}" : "";
            Add(lines, "Envelope", $"<{envelope.From}> to {string.Join(", ", envelope.To)}{rejected}");
        }
        return lines;
    }

    static void Add(List<TextLine> lines, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) lines.Add(new TextLine(new($"{name,-9}", Role.Heading), new(value)));
    }

    /// <summary>A part to be read, as text in another character set than it says if that is asked for.</summary>
    public PagedLines View(MimePart part, PartView view, string? charset = null)
    {
        ContentPages pages;
        switch (view)
        {
            case PartView.Hex:
                pages = ContentPages.Of(_store, Message.Content, part);
                return new PagedLines(pages.Count, page => ContentText.Hex(pages.Read(page)));
            case PartView.Raw:
                pages = ContentPages.OfSource(_store, Message.Content, part);
                return new PagedLines(pages.Count, page => ContentText.Plain(pages.ReadText(page), null));
            case PartView.Info:
                return PagedLines.Of(Info(part));
            default:
                return Text(part, charset);
        }
    }

    PagedLines Text(MimePart part, string? charset)
    {
        if (!part.IsLeaf) return Inner(part, charset);
        ContentType type = part.ContentType;
        charset ??= type.Charset;
        if (!type.IsText && part.ContentType.Type != "message") return PagedLines.Of(NotText(part));
        ContentPages pages = ContentPages.Of(_store, Message.Content, part);
        // HTML is understood from its beginning only.
        if (type is { Type: "text", Subtype: "html" }) return new PagedLines(1, _ => ContentText.Html(pages.ReadText(0), charset));
        return new PagedLines(pages.Count, page => ContentText.Plain(pages.ReadText(page), charset));
    }

    static List<TextLine> NotText(MimePart part)
    {
        List<TextLine> lines = [.. Info(part)];
        lines.Add(TextLine.Empty);
        lines.Add(TextLine.Of("This part is no text. s saves it, x shows its bytes.", Role.Dim));
        return lines;
    }

    // A multipart shows what is best to read in it; a message within shows its own header first.
    PagedLines Inner(MimePart part, string? charset)
    {
        MimePart? text = part.SelfAndDescendants().FirstOrDefault(inner => inner is { IsLeaf: true, ContentType.IsText: true });
        List<TextLine> lines = [];
        if (part.ContentType.IsMessage && part.Children.Count > 0)
        {
            foreach (string name in (string[])["From", "To", "Subject", "Date"]) Add(lines, name, part.Children[0].Headers.Decode(name)?.Trim());
            lines.Add(TextLine.Empty);
        }
        if (text is null) return PagedLines.Of(lines);
        PagedLines pages = Text(text, charset);
        return pages with { Lines = page => page == 0 ? [.. lines, .. pages.Lines(page)] : pages.Lines(page) };
    }

    static List<TextLine> Info(MimePart part)
    {
        List<TextLine> lines = [];
        Add(lines, "Name", part.FileName);
        Add(lines, "Part", part.Number.Length == 0 ? "the message" : part.Number);
        Add(lines, "Type", part.ContentType.MediaType + (part.ContentType.Charset is { } charset ? $", charset {charset}" : ""));
        if (part.IsLeaf && FileSignature.Detect(part.FirstBytes.Span) is { } found) Add(lines, "Looks as", found.Name);
        Add(lines, "Encoded", part.TransferEncoding.ToString().ToLowerInvariant());
        Add(lines, "Size", part.DecodedSize is { } size ? $"{size} bytes" : $"{part.BodyLength} bytes encoded");
        Add(lines, "SHA-256", part.Sha256 is { } hash ? Convert.ToHexStringLower(hash) : null);
        Add(lines, "Shown", part.Disposition?.Kind);
        Add(lines, "Whole", part.IsComplete ? "yes" : $"no, {Quantity.Bytes(part.Missing)} missing");
        if (Warning(part) is { } warning) lines.Add(TextLine.Of($"! {warning}", Role.Warn));
        return lines;
    }

    /// <summary>The name under which a part is offered to be saved.</summary>
    public string SaveName(MimePart part)
    {
        string fallback = part.Parent is null ? $"{Message.Id:D6}.eml" : $"{Message.Id:D6}-{part.Number}.{ExtensionOf(part.ContentType)}";
        return SafeFileName.From(part.FileName, fallback);
    }

    static string ExtensionOf(ContentType type) => type.MediaType switch
    {
        "text/plain" => "txt",
        "text/html" => "html",
        "message/rfc822" => "eml",
        "image/jpeg" => "jpg",
        _ => type.Subtype.Length is > 0 and <= 5 && type.Subtype.All(char.IsAsciiLetterOrDigit) ? type.Subtype : "bin",
    };

    /// <summary>Saves a part; the whole message when that is the root. Says how it went.</summary>
    public (bool IsSaved, string Text) Save(MimePart part, string path) =>
        part.Parent is null ? ContentSaver.Save(_store, Message.Content, path) : ContentSaver.Save(_store, Message.Content, part, path);
}
