using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>Holes that hold the end of a message, or replies.</summary>
internal sealed partial class SmtpDissector
{
    bool _isReplyAwaited, _endsInHole;
    // The last reply before the first of the lost ones that are still waited for.
    Moment _beforeLoss;

    /// <summary>
    /// The server has answered a message whose end was not seen, and the message has holes: the end is in one of them, and what the
    /// client sent after the answer is no part of it.
    /// </summary>
    void EndLostBody(in ReplyLine reply)
    {
        TellBodyGap(reply.Time, DotLineLength);
        EndBody(false, Moment.Of(reply));
        _hasLostCommands = _mayLackChunks = true;
        _reading = Reading.Unknown;
        _held = null;
        Give(reply);
    }

    /// <summary>
    /// Behind lost replies: what ends a group of commands (RFC 2920 section 3.1) was answered before the client went on, so a reply
    /// that came later is not the one to it. A client that went on before the loss has not waited for any.
    /// </summary>
    void LeaveUnanswered(in ReplyLine line)
    {
        while (_pending is { HasLostReplies: true, Oldest: { EndsGroup: true } oldest, Second: { } next } && oldest.Sent.IsBefore(next.Sent)
            && next.Sent.IsBefore(Moment.Of(line)) && !next.Sent.IsBefore(_beforeLoss))
        {
            Settle(_pending.Take(), null);
        }
    }

    /// <summary>
    /// Directly behind a hole in a message stands a command: either it is text, or the message ended in the hole. The server's next reply
    /// tells, as it says nothing before a message has ended. True: it does not yet.
    /// </summary>
    bool AwaitsReplyBehindHole(ref StreamCursor client)
    {
        if (_bodyGap == 0 || _isOneWay || !SmtpCommand.IsUnmistakable(FirstLine(client.Unread)) || !HasLine(ref client)) return false;
        _endsInHole = _held is { } reply && IsVerdict(reply) && AreCommands(client.Unread);
        _isReplyAwaited = _held is null && _context.MayWait(ClientSide);
        return _isReplyAwaited;
    }

    // Up to the one behind which the client waits.
    static bool AreCommands(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = FirstLine(text);
            if (!SmtpCommand.IsLikely(line)) return false;
            if (SmtpCommand.Parse(line.TrimEnd((byte)'\r')).Verb == SmtpVerb.Data) return true;
            text = text[Math.Min(line.Length + 1, text.Length)..];
        }
        return true;
    }

    /// <summary>It did end there, and its verdict is lost; what follows is a dialogue again.</summary>
    void EndBodyInHole(Moment now)
    {
        TellBodyGap(now.Time, DotLineLength);
        EndBody(false, now);
        SettleAll();
        _hasLostCommands = _mayLackChunks = true;
        _endsInHole = false;
    }

    /// <summary>
    /// Bytes of replies are missing. What waits longest has lost its reply, if one fits into the gap; the replies to HELO, EHLO and
    /// LHLO have many lines, and the rest may follow.
    /// </summary>
    void LoseReplies(long missing, long offset)
    {
        _mayBeginInReply = true;
        _context.Finding(Severity.Warning, "gap-in-replies", $"{missing} bytes of the server's replies are not in the capture", offset: offset);
        bool wasGreeting = _isGreetingDue;
        _isGreetingDue = false;
        if (!_pending.HasLostReplies) _beforeLoss = Moment.Of(_lastLine);
        _pending.HasLostReplies = _pending.Count > 0;
        if (wasGreeting || _open is not null || missing < ShortestReply) return;
        if (_pending.Oldest is null or { Verb: SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo }) return;
        Settle(_pending.Take(), null);
    }
}
