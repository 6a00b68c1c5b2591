using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Dissection.Text.Sasl;

namespace Analyzer.Dissection.Imap;

/// <summary>A command in flight: from its first line until the server's tagged answer.</summary>
internal sealed class ImapCommand(string tag, string name, string word, Exchange exchange) : IImapReader
{
    readonly StringBuilder _text = new();
    int _replyLines;
    bool _isFinished;

    /// <summary>What the client called it.</summary>
    public string Tag { get; } = tag;

    /// <summary>Upper case, <c>UID</c> in front where the client put it.</summary>
    public string Name { get; } = name;

    /// <summary><see cref="Name"/> without <c>UID</c>.</summary>
    public string Word { get; } = word;

    /// <summary>It speaks of UIDs, not of sequence numbers.</summary>
    public bool IsUid => Name.Length != Word.Length;

    /// <summary>What is told of it.</summary>
    public Exchange Exchange { get; } = exchange;

    /// <summary>Its tokens.</summary>
    public ArgumentList Arguments { get; } = new();

    /// <summary>Set where it carries messages.</summary>
    public AppendReader? Append { get; init; }

    /// <summary>What of a message it asks for.</summary>
    public IReadOnlyList<FetchSection> Requests => _requests;

    readonly List<FetchSection> _requests = [];
    readonly SectionReader _sections = new();

    /// <summary>Set while it logs in by SASL.</summary>
    public SaslExchange? Sasl { get; set; }

    /// <summary>The mailbox that it selects, from the time that untagged data may belong to it.</summary>
    public SelectedMailbox? Selecting { get; set; }

    /// <summary>The UIDs of the messages that COPY or MOVE took; null when not told.</summary>
    public string? CopiedFrom { get; private set; }

    /// <summary>The UIDs that they got.</summary>
    public string? CopiedTo { get; private set; }

    /// <summary>The server told which messages became which: <c>COPYUID uidvalidity source target</c> (RFC 4315 section 3).</summary>
    public void SetCopied(in StatusResponse status)
    {
        CopiedFrom = WireText.Decode(status.CodeField(1));
        CopiedTo = WireText.Decode(status.CodeField(2));
    }

    /// <summary>All of it has passed.</summary>
    public bool IsSent { get; set; }

    /// <summary>Some of it is not in the capture: what it asks for is not known.</summary>
    public bool IsCut { get; set; }

    /// <summary>Something from the server is missing since it was sent: its answer may be, too.</summary>
    public bool AnswerMayBeLost { get; set; }

    /// <summary>The server's answer, where it came before all of the command had passed.</summary>
    public EarlyAnswer? Early { get; set; }

    /// <summary>The server has answered.</summary>
    public bool IsAnswered => _isFinished || Early is not null;

    /// <inheritdoc/>
    public void OnToken(in ImapToken token)
    {
        if (Append is not null)
        {
            Append.OnToken(token);
            return;
        }
        Arguments.OnToken(token);
        if (Word == "FETCH" && _requests.Count < ImapLimits.OpenMessages && _sections.TryRead(token, out FetchSection section)) _requests.Add(section);
    }

    /// <inheritdoc/>
    public ILiteralSink? OnLiteral(in LiteralHeader header, Timestamp time) => Append?.OnLiteral(header, time);

    /// <summary>Adds text as the client sent it to what is shown of the argument.</summary>
    public void AddText(ReadOnlySpan<byte> text)
    {
        int room = ImapLimits.ArgumentText - _text.Length;
        if (room > 0) _text.Append(WireText.Decode(text[..Math.Min(text.Length, room)]));
    }

    /// <summary>Adds a line that the client sent afterwards: an answer to a challenge, or DONE.</summary>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        if (_text.Length > 0) _text.Append('\n');
        AddText(line);
    }

    /// <summary>Adds a line of the server's to what is shown, as far as there is room.</summary>
    public void AddReply(string? text, Timestamp time, long packet)
    {
        if (++_replyLines <= ImapLimits.ReplyLines) Exchange.Answer(null, text ?? "", time, packet);
    }

    /// <summary>Whether the next line is still shown.</summary>
    public bool ShowsReplies => _replyLines < ImapLimits.ReplyLines;

    /// <summary>The tagged answer, or word that there will be none.</summary>
    public void Finish(string? result, string? text, Timestamp time, long packet)
    {
        _isFinished = true;
        Exchange.Argument = _text.Length > 0 ? _text.ToString() : null;
        int hidden = _replyLines - ImapLimits.ReplyLines;
        if (hidden > 0) Exchange.Answer(null, $"({hidden} more lines)", time, packet);
        if (text is not null) Exchange.Answer(result, text, time, packet);
    }
}

/// <summary>A tagged answer that is kept until its command has passed.</summary>
/// <param name="Line">What followed the tag.</param>
/// <param name="Time">Of the answer.</param>
/// <param name="Packet">Of the answer.</param>
internal sealed record EarlyAnswer(byte[] Line, Timestamp Time, long Packet);
