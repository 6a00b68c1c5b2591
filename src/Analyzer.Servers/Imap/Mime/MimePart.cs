namespace Analyzer.Servers.Imap.Mime;

/// <summary>A message or a part of one: where its header and body are in the file, and what the header says.</summary>
sealed class MimePart(long start)
{
    /// <summary>Where the header starts.</summary>
    public long Start { get; } = start;

    /// <summary>Where the body starts, after the empty line.</summary>
    public long BodyStart { get; set; }

    /// <summary>Where the body ends, without the line end that belongs to a boundary.</summary>
    public long End { get; set; }

    /// <summary>Lines of the body.</summary>
    public long Lines { get; set; }

    public HeaderFields Header { get; set; } = new();

    /// <summary>Null: none, or one that is not understood; then <see cref="Type"/> and <see cref="Subtype"/> are the default.</summary>
    public ContentField? ContentType { get; set; }

    public string Type { get; set; } = "TEXT";

    public string Subtype { get; set; } = "PLAIN";

    public string Encoding => ContentField.Parse(Header.First("Content-Transfer-Encoding"))?.Value is { Length: > 0 } encoding ? encoding : "7BIT";

    /// <summary>The parts of a multipart.</summary>
    public List<MimePart> Parts { get; } = [];

    /// <summary>The message that a message/rfc822 part holds.</summary>
    public MimePart? Message { get; set; }

    public bool IsMultipart => Parts.Count > 0;

    /// <summary>This part and all in it.</summary>
    public IEnumerable<MimePart> All()
    {
        IEnumerable<MimePart> below = Message is { } message ? message.All() : Parts.SelectMany(part => part.All());
        return below.Prepend(this);
    }

    /// <summary>The part with that number (RFC 9051, section 6.4.5.1): of a message that is no multipart, 1 is the body; null: there is none.</summary>
    public MimePart? Find(IReadOnlyList<int> numbers)
    {
        MimePart at = this;
        bool isMessage = true;
        foreach (int number in numbers)
        {
            if (!isMessage && at.Message is { } message) (at, isMessage) = (message, true);
            if (at.IsMultipart)
            {
                if (number > at.Parts.Count) return null;
                at = at.Parts[number - 1];
            }
            else if (!isMessage || number != 1) return null;
            isMessage = false;
        }
        return at;
    }
}
