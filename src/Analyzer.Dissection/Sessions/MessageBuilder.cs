using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Text;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// A message while its bytes pass: hashed and its MIME structure read on the way, its extents kept, its bytes not. The dissector
/// gives it the bytes as they stand on the wire (for a dot-stuffed message: stuffed), ends it, fills in what it knows, and tells it
/// when the server's verdict is in.
/// </summary>
public sealed class MessageBuilder : IByteSink
{
    readonly AnalysisContext _analysis;
    readonly Session _session;
    readonly ExtentList _extents = new();
    readonly List<ContentGap> _gaps = [];
    readonly bool _isHashed;
    DotUnstuffer _unstuffer;
    MessageWork? _work;
    bool _hasBegun;
    bool _isTold;

    internal MessageBuilder(AnalysisContext analysis, Session session, int id, bool isReadable = true)
    {
        _analysis = analysis;
        _session = session;
        Id = id;
        _isHashed = analysis.Options.Hash && isReadable;
    }

    /// <summary>From 1; 0 for a message that is being put together from others and not yet whole.</summary>
    public int Id { get; internal set; }

    /// <summary>What command moves it.</summary>
    public required string Via { get; init; }

    /// <summary>Sent or received by the client.</summary>
    public MessageDirection Direction { get; init; }

    /// <summary>Of its first byte.</summary>
    public Timestamp Time { get; init; }

    /// <summary>From the wire's bytes to the message's.</summary>
    public Transform Transform { get; init; }

    /// <summary>Bytes of the message that the capture holds.</summary>
    public long Size { get; private set; }

    /// <summary>Bytes lost in gaps.</summary>
    public long Missing { get; private set; }

    /// <summary>The message's end was seen.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Every byte of it is here.</summary>
    public bool IsComplete => HasEnded && !IsCutAtStart && Missing == 0 && _gaps.Count == 0;

    /// <summary>The message's beginning is not in the capture.</summary>
    public bool IsCutAtStart { get; set; }

    /// <summary>What of the message this is, when not the whole.</summary>
    public string? Part { get; set; }

    /// <summary>Whether the server's final reply was positive; null while unknown.</summary>
    public bool? Accepted { get; set; }

    /// <summary>SMTP's envelope.</summary>
    public Envelope? Envelope { get; set; }

    /// <summary>IMAP's mailbox.</summary>
    public string? Mailbox { get; set; }

    /// <summary>IMAP's UID.</summary>
    public long? Uid { get; set; }

    /// <summary>IMAP's sequence number.</summary>
    public long? Sequence { get; set; }

    /// <summary>IMAP's flags.</summary>
    public IReadOnlyList<string>? Flags { get; set; }

    /// <summary>POP3's message number.</summary>
    public long? Number { get; set; }

    /// <summary>POP3's unique id.</summary>
    public string? Uidl { get; set; }

    /// <summary>Ids of the messages that this one was put together from.</summary>
    public IReadOnlyList<int>? MergedFrom { get; set; }

    /// <summary>Where its bytes lie, so far.</summary>
    internal ExtentList Extents => _extents;

    /// <summary>What it lacks, so far.</summary>
    internal IReadOnlyList<ContentGap> Gaps => _gaps;

    /// <summary>The next bytes as they stand on the wire (the terminating dot line left out).</summary>
    public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time)
    {
        _extents.Add(_analysis.Options.KeepContent ? _analysis.Store.Keep(extent, bytes) : extent);
        if (Transform == Transform.None)
        {
            Pass(bytes);
            return;
        }
        while (_unstuffer.TryTake(ref bytes, out ReadOnlySpan<byte> content)) Pass(content);
    }

    void Pass(ReadOnlySpan<byte> content)
    {
        if (!_hasBegun) Begin();
        Size += content.Length;
        if (_work is not null) _analysis.Line.Append(_work, content);
    }

    // Of the parts of a message, those with its header say what the message is; the others are bytes.
    void Begin()
    {
        _hasBegun = true;
        bool hasHeader = Part is null || Part.StartsWith("HEADER", StringComparison.Ordinal) || Via == "TOP";
        Begin(reads: hasHeader && !IsCutAtStart);
    }

    void Begin(bool reads)
    {
        if (!_isHashed && !reads) return;
        _work = new MessageWork(_isHashed, reads);
        _analysis.Line.Begin(_work);
    }

    /// <summary>The next bytes, of which only the place is known any more.</summary>
    internal void Add(Extent extent)
    {
        _extents.Add(extent);
        Size += extent.Length;
    }

    /// <summary>So many bytes of the message are not in the capture.</summary>
    public void Gap(long missing)
    {
        if (missing <= 0) return;
        _gaps.Add(new ContentGap(Size, missing, _extents.Length));
        Missing += missing;
        _unstuffer = DotUnstuffer.InMidLine;
        if (!_hasBegun) Begin();
        if (_work is not null) _analysis.Line.Gap(_work, missing);
    }

    /// <summary>So many bytes of a gap before its first byte turn out not to be of the message.</summary>
    internal void ShortenFirstGap(long bytes)
    {
        if (_gaps is not [{ Offset: 0 } first, ..] || bytes > first.Missing) return;
        Missing -= bytes;
        if (bytes == first.Missing) _gaps.RemoveAt(0);
        else _gaps[0] = first with { Missing = first.Missing - bytes };
    }

    /// <summary>No more bytes will come. <paramref name="isWhole"/>: the end was seen, and nothing cut it short.</summary>
    public void End(bool isWhole) => HasEnded = isWhole;

    /// <summary>Tells the message, once; a second call does nothing.</summary>
    public void Tell()
    {
        if (_isTold) return;
        _isTold = true;
        if (!_hasBegun) Begin(reads: false);
        _analysis.Sink.OnRecord(ToRecord());
    }

    MessageRecord ToRecord() => new()
    {
        Id = Id,
        Session = _session.Id,
        Protocol = _session.Protocol,
        Via = Via,
        Direction = Direction,
        Time = Time,
        Size = Size,
        Complete = IsComplete,
        Missing = Missing,
        Part = Part,
        Accepted = Accepted,
        Envelope = Envelope,
        Mailbox = Mailbox,
        Uid = Uid,
        Sequence = Sequence,
        Flags = Flags,
        Number = Number,
        Uidl = Uidl,
        MergedFrom = MergedFrom,
        Content = new Content(_extents, Transform, _gaps),
        Origin = _analysis.Tls.Origins.Of(_extents),
        Pending = _work,
    };
}
