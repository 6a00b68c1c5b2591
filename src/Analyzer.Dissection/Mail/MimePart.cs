using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// A part of a message as ranges of it (RFC 2045, 2046): a leaf with content, a multipart, or an embedded message. It holds its header and
/// facts about its content, never the content; a <see cref="PartDecoder"/> gives that from the message's bytes.
/// </summary>
public sealed class MimePart
{
    readonly List<MimePart> _children = [];
    ContentDisposition? _disposition;
    MimeParameter? _fileName;
    bool _isNamed;

    internal MimePart(MimePart? parent, long offset) => (Parent, Offset, BodyOffset) = (parent, offset, offset);

    /// <summary>The multipart or embedded message that this is in; null for the message's own root.</summary>
    public MimePart? Parent { get; }

    /// <summary>The parts of a multipart; for an embedded message one, which carries that message's header; none for a leaf.</summary>
    public IReadOnlyList<MimePart> Children => _children;

    /// <summary>Of the header's first byte, from the start of the message.</summary>
    public long Offset { get; }

    /// <summary>Of the first byte behind the header and its blank line.</summary>
    public long BodyOffset { get; internal set; }

    /// <summary>Bytes of the body as it was sent, encoded, missing ones counted in; the line end before a boundary is not part of it.</summary>
    public long BodyLength { get; internal set; }

    /// <summary>Bytes of the body, the parts within counted in, that are not there.</summary>
    public long Missing { get; internal set; }

    /// <summary>Whether all of the header and body is there: no gap, and no end before the closing delimiter.</summary>
    public bool IsComplete { get; internal set; } = true;

    /// <summary>The header. Empty for a part that has none.</summary>
    public HeaderList Headers { get; internal set; } = HeaderList.Empty;

    /// <summary>What the part is.</summary>
    public ContentType ContentType { get; internal set; } = ContentType.Default;

    /// <summary>How the body is encoded.</summary>
    public TransferEncoding TransferEncoding { get; internal set; }

    /// <summary>How the part is to be shown; null when it does not say.</summary>
    public ContentDisposition? Disposition
    {
        get
        {
            if (_disposition == null && Headers.TryFind("Content-Disposition", out HeaderField header))
                _disposition = ContentDisposition.Read(header.Unfold(), Limits.Parameters);
            return _disposition;
        }
    }

    /// <summary>
    /// The file name as announced, decoded to Unicode and not made safe: of Content-Disposition, else of Content-Type. Null when there is
    /// none; it may be empty.
    /// </summary>
    public string? FileName => IsNameCut ? NameParameter!.Value[..Limits.FileNameLength] : NameParameter?.Value;

    /// <summary>The bytes of the file name's parameter, undecoded; empty when there is none.</summary>
    public ReadOnlyMemory<byte> RawFileName => NameParameter?.RawValue ?? default(ReadOnlyMemory<byte>);

    /// <summary>The Content-ID without its brackets (RFC 2392); null when there is none.</summary>
    public string? ContentId => Headers.Decode("Content-ID")?.Trim(' ', '\t', '<', '>');

    /// <summary>The Content-Description; null when there is none.</summary>
    public string? Description => Headers.Decode("Content-Description");

    /// <summary>The Content-Location (RFC 2557); null when there is none.</summary>
    public string? Location => Headers.Decode("Content-Location");

    /// <summary>The size of the decoded body in bytes; null for a multipart and where bytes are missing.</summary>
    public long? DecodedSize { get; internal set; }

    /// <summary>The SHA-256 of the decoded body; null where <see cref="DecodedSize"/> is, and when it was not asked for.</summary>
    public byte[]? Sha256 { get; internal set; }

    /// <summary>The first bytes of the decoded body, 16 at most.</summary>
    public ReadOnlyMemory<byte> FirstBytes { get; internal set; }

    /// <summary>The uuencoded files in a text, in order.</summary>
    public IReadOnlyList<UuencodedFile> UuencodedFiles { get; internal set; } = [];

    /// <summary>Whether the part has content of its own. Also a multipart whose boundary never occurs.</summary>
    public bool IsLeaf => _children.Count == 0;

    /// <summary>
    /// Whether the part is one to save rather than to read: an embedded message, or a leaf that has a file name or is no text shown inline.
    /// </summary>
    public bool IsAttachment
    {
        get
        {
            if (!IsLeaf) return ContentType.IsMessage;
            // A multipart is a leaf when its boundary never occurs.
            if (ContentType.IsMultipart) return DecodedSize > 0;
            return FileName != null || !ContentType.IsText || Disposition?.Kind is not (null or "" or "inline");
        }
    }

    /// <summary>
    /// The part's number as IMAP has it (RFC 9051 6.4.5): "1.2". Empty for a multipart that is the whole message; the multipart in an
    /// embedded message has that message's number.
    /// </summary>
    public string Number
    {
        get
        {
            var steps = new Stack<int>();
            for (MimePart part = this; ; part = part.Parent)
            {
                bool isRoot = part.Parent == null || part.Parent.ContentType.IsMessage;
                if (!isRoot || !part.ContentType.IsMultipart || part.IsLeaf) steps.Push(part.Index + 1);
                if (part.Parent == null) break;
            }

            return string.Join('.', steps.Select(step => step.ToString(CultureInfo.InvariantCulture)));
        }
    }

    internal int Index { get; private set; }

    internal int Depth { get; private init; }

    internal MimeLimits Limits { get; init; } = MimeLimits.Default;

    internal bool IsNameCut => NameParameter?.Value.Length > Limits.FileNameLength;

    MimeParameter? NameParameter
    {
        get
        {
            if (_isNamed) return _fileName;
            _isNamed = true;
            ParameterList shown = Disposition?.Parameters ?? ParameterList.Empty;
            ParameterList typed = ContentType.Parameters;
            return _fileName = shown.Find("filename") ?? shown.Find("name") ?? typed.Find("name") ?? typed.Find("filename");
        }
    }

    internal MimePart AddChild(long offset)
    {
        var child = new MimePart(this, offset) { Index = _children.Count, Depth = Depth + 1, Limits = Limits };
        _children.Add(child);
        return child;
    }

    /// <summary>This part and all within it, in the order of the message.</summary>
    public IEnumerable<MimePart> SelfAndDescendants()
    {
        var left = new Stack<MimePart>([this]);
        while (left.TryPop(out MimePart? part))
        {
            yield return part;
            for (int i = part._children.Count - 1; i >= 0; i--) left.Push(part._children[i]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => new StringBuilder(Number).Append(' ').Append(ContentType.MediaType).ToString();
}
