using System.Text;
using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>A command on its way to its replies, or an unsolicited reply. Told as an <see cref="ExchangeRecord"/> once complete.</summary>
public sealed class Exchange
{
    /// <summary>
    /// The most text of replies that is kept, in UTF-16 units: a listing in a control reply may be long, an endless reply is cut.
    /// </summary>
    public const int MaxReplyText = 64 * 1024;

    /// <summary>The most replies of one exchange that are told apart; a transfer has two, an aborted one three.</summary>
    public const int MaxReplies = 16;

    string? _reply;
    StringBuilder? _lines;
    List<EarlierReply>? _earlier;
    int _replyLines;

    internal Exchange(int number) => Number = number;

    /// <summary>From 1, in the order of the commands.</summary>
    public int Number { get; }

    /// <summary>Of the command.</summary>
    public Timestamp Time { get; init; }

    /// <summary>The packet in which it begins.</summary>
    public long Packet { get; init; }

    /// <summary>The TLS record in which it begins; null when it was sent in clear.</summary>
    public TlsOrigin? Origin { get; init; }

    /// <summary>The protocol's own phase, at the time of the command.</summary>
    public required string Phase { get; set; }

    /// <summary>Upper case; null for an unsolicited reply.</summary>
    public string? Command { get; init; }

    /// <summary>What follows the command word.</summary>
    public string? Argument { get; set; }

    /// <summary>IMAP's tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Of the last reply line so far.</summary>
    public string? ReplyCode { get; private set; }

    /// <summary>Of the last reply line so far.</summary>
    public Timestamp ReplyTime { get; private set; } = Timestamp.Unknown;

    /// <summary>The packet with the last reply line so far.</summary>
    public long ReplyPacket { get; private set; }

    /// <summary>A line of an authentication, between its command and the verdict: what it holds is a secret.</summary>
    public bool IsSaslResponse { get; init; }

    /// <summary>It was told.</summary>
    public bool IsTold { get; internal set; }

    /// <summary>Adds a line of a reply.</summary>
    public void Answer(string? code, string text, Timestamp time, long packet)
    {
        if (code is not null && ReplyCode is not null && code != ReplyCode) KeepEarlier(ReplyCode);
        ReplyCode = code ?? ReplyCode;
        ReplyTime = time;
        ReplyPacket = packet;
        if (_reply is null)
        {
            _reply = text.Length > MaxReplyText ? text[..MaxReplyText] : text;
            _replyLines = 1;
            return;
        }
        _lines ??= new StringBuilder(_reply);
        if (_lines.Length + text.Length >= MaxReplyText) return;
        _lines.Append('\n').Append(text);
        _replyLines++;
    }

    void KeepEarlier(string code)
    {
        // Who was told of it has this list.
        if (IsTold) return;
        _earlier ??= [];
        if (_earlier.Count < MaxReplies) _earlier.Add(new EarlierReply(code, _replyLines, ReplyTime));
    }

    /// <summary>The replies before the last one, which had codes of their own; null when there was one only.</summary>
    public IReadOnlyList<EarlierReply>? Earlier => _earlier;

    /// <summary>Text of the replies so far, lines joined by a line feed.</summary>
    public string? Reply => _lines?.ToString() ?? _reply;
}
