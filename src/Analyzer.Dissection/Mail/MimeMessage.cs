namespace Analyzer.Dissection.Mail;

/// <summary>A message that was read (RFC 5322): the tree of its parts, and what its header says, decoded when it is asked for.</summary>
public sealed class MimeMessage
{
    string? _likelyCharset;
    bool _hasLikelyCharset;

    internal MimeMessage(MimePart root, long length, IReadOnlyList<MimeDefect> defects, MimeLimit reached) =>
        (Root, Length, Defects, Reached) = (root, length, defects, reached);

    /// <summary>The message itself as a part: its header is the message's.</summary>
    public MimePart Root { get; }

    /// <summary>Bytes of the message, missing ones counted in.</summary>
    public long Length { get; }

    /// <summary>Where the message departs from the standards, in order of offset.</summary>
    public IReadOnlyList<MimeDefect> Defects { get; }

    /// <summary>The limits that it reached.</summary>
    public MimeLimit Reached { get; }

    /// <summary>The header.</summary>
    public HeaderList Headers => Root.Headers;

    /// <summary>The first Subject as Unicode text; null when there is none. It may hold control characters.</summary>
    public string? Subject => Headers.Decode("Subject", LikelyCharset);

    /// <summary>Who wrote it.</summary>
    public IReadOnlyList<MailAddress> From => Addresses("From");

    /// <summary>To whom it is addressed.</summary>
    public IReadOnlyList<MailAddress> To => Addresses("To");

    /// <summary>Who gets a copy.</summary>
    public IReadOnlyList<MailAddress> Cc => Addresses("Cc");

    /// <summary>When it was written, by the sender's word; null when it does not say.</summary>
    public MailDate? Date => Headers.Decode("Date") is { } text ? MailDate.Parse(text.Trim()) : null;

    /// <summary>Its identifier, with the brackets; null when there is none.</summary>
    public string? MessageId => Headers.Decode("Message-ID")?.Trim();

    /// <summary>The identifiers of the messages that it goes on from, oldest first (RFC 5322 3.6.4).</summary>
    public IReadOnlyList<string> References => MessageIds.Parse(Headers.Decode("References") ?? "");

    /// <summary>The identifiers of the messages that it answers.</summary>
    public IReadOnlyList<string> InReplyTo => MessageIds.Parse(Headers.Decode("In-Reply-To") ?? "");

    /// <summary>What is to save rather than to read, in order, embedded messages and what is in them alike.</summary>
    public IEnumerable<MimeAttachment> Attachments
    {
        get
        {
            foreach (MimePart part in Root.SelfAndDescendants())
            {
                if (part.IsAttachment) yield return MimeAttachment.From(part);
                foreach (UuencodedFile file in part.UuencodedFiles) yield return MimeAttachment.From(file);
            }
        }
    }

    /// <summary>The addresses of all fields of this name, decoded.</summary>
    public IReadOnlyList<MailAddress> Addresses(string name)
    {
        List<MailAddress>? addresses = null;
        foreach (HeaderField field in Headers.Fields)
        {
            if (!field.IsNamed(name)) continue;
            List<MailAddress> read = AddressList.Read(HeaderText.ToUnicode(field.Unfold(), LikelyCharset), Root.Limits, out _);
            if (addresses is null) addresses = read;
            else addresses.AddRange(read);
        }

        return addresses ?? [];
    }

    /// <summary>The charset of the first text: what 8-bit bytes in the header are likely to be in, if they are not UTF-8.</summary>
    string? LikelyCharset
    {
        get
        {
            if (_hasLikelyCharset) return _likelyCharset;
            _hasLikelyCharset = true;
            MimePart? text = Root.ContentType.IsText ? Root : Root.SelfAndDescendants().FirstOrDefault(part => part.ContentType.IsText);
            return _likelyCharset = text?.ContentType.Charset;
        }
    }
}
