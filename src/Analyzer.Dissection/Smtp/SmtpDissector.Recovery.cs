using System.Buffers;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>What is done where the capture lacks something: a beginning, a stretch, or one direction.</summary>
internal sealed partial class SmtpDissector
{
    /// <summary>The shortest reply, "250" and CR LF: a smaller gap cannot hold one.</summary>
    const int ShortestReply = 5;

    bool _hasLostCommands;
    bool _mayBeginInReply;
    bool _isOneWay;
    bool _hasToldOneDirection;
    Moment? _unknownLine;
    bool _isUnknownLineAnswered;
    PendingReply? _guessed;

    bool AwaitAnswer()
    {
        if (!_isOneWay && _context.MayWait(ClientSide)) return false;
        _isOneWay = _repliesSeen == 0;
        TellOneDirection("the server's answers are not in the capture: what it would have let the client do is told by what the client did");
        SettleAll();
        if (_reading == Reading.Answer) _reading = Reading.Commands;
        return true;
    }

    void TellOneDirection(string text)
    {
        if (_hasToldOneDirection) return;
        _hasToldOneDirection = true;
        _context.Finding(Severity.Warning, "one-direction", text);
    }

    void SettleAll()
    {
        while (_pending.Count > 0) Settle(_pending.Take(), null);
    }

    /// <summary>The reply that decides what comes next is lost: what comes next must tell.</summary>
    void Guess(PendingReply pending)
    {
        _guessed = pending;
        _reading = Reading.Guess;
    }

    bool ReadGuess(ref StreamCursor client)
    {
        bool wasRefused = false;
        if (!client.IsAtGap)
        {
            if (!HasLine(ref client)) return false;
            wasRefused = client.IsAtEnd || SmtpCommand.IsUnmistakable(FirstLine(client.Unread));
        }
        PendingReply pending = _guessed!;
        _guessed = null;
        if (pending.Verb == SmtpVerb.Auth)
        {
            if (wasRefused) FinishLogin(null);
            else _reading = Reading.Response;
        }
        else if (wasRefused)
        {
            _reading = Reading.Commands;
            _context.Complete(pending.Exchange!);
        }
        else if (pending.Verb == SmtpVerb.Xexch50)
        {
            BeginBlob(pending);
        }
        else
        {
            BeginBody(pending.Exchange, false);
        }
        return true;
    }

    static bool HasLine(ref StreamCursor client) =>
        client.Unread.Length > SmtpLimits.MaxCommandLine || client.HasEnded || client.IsCutByGap || client.Unread.Contains((byte)'\n');

    static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }

    /// <summary>Bytes are missing between two commands, or in one: there may be commands among them.</summary>
    void LoseCommands(long missing, long offset)
    {
        _hasLostCommands = true;
        if (_reading == Reading.Opaque) return;
        _reading = _isServerOpaque ? Reading.Opaque : Reading.Unknown;
        _context.Finding(Severity.Warning, "gap-in-commands", $"{missing} bytes between the client's commands are not in the capture", offset: offset);
    }

    /// <summary>
    /// Finds out what the client's bytes are: commands, when a line is one beyond doubt; a message, when two lines are none.
    /// The first line may be the end of something, so alone it tells nothing; then the server's answer does.
    /// </summary>
    bool Seek(ref StreamCursor client)
    {
        _unknownLine = null;
        if (client.IsAtGap)
        {
            LoseCommands(client.TakeGap(), client.Offset);
            return true;
        }
        if (BeginsTls(ref client) is not { } isTls || client.Unread.IsEmpty) return false;
        if (isTls)
        {
            _reading = Reading.Opaque;
            return true;
        }
        if (!HasLine(ref client)) return false;
        ReadOnlySpan<byte> first = FirstLine(client.Unread);
        ReadOnlySpan<byte> behind = client.Unread[Math.Min(first.Length + 1, client.Unread.Length)..];
        if (SmtpCommand.IsUnmistakable(first))
        {
            _reading = Reading.Commands;
            return true;
        }
        if (_isTlsAgreed)
        {
            TellEncrypted(ref client);
            _reading = Reading.Opaque;
            return true;
        }
        bool isFinal = client.HasEnded || client.IsCutByGap || _isUnknownLineAnswered || !_context.MayWait(ClientSide);
        bool hasSecond = behind.Contains((byte)'\n') || (isFinal && !behind.IsEmpty) || Math.Max(first.Length, behind.Length) > SmtpLimits.MaxCommandLine;
        if (!hasSecond && !isFinal)
        {
            _unknownLine = new Moment(client.Time, client.Packet);
            return false;
        }
        bool isMessage = hasSecond && !_isUnknownLineAnswered && !SmtpCommand.IsUnmistakable(FirstLine(behind)) && IsText(first) && IsText(FirstLine(behind));
        if (isMessage) BeginBody(null, true);
        else SkipUnknownLine(ref client, hasSecond && !SmtpCommand.IsUnmistakable(FirstLine(behind)));
        return true;
    }

    void SkipUnknownLine(ref StreamCursor client, bool staysUnknown)
    {
        _context.Finding(Severity.Info, "line-left-out", "a line that is no command, behind a gap or the beginning of the capture, is left out", client.Packet, client.Offset);
        client.Skip(Math.Min(FirstLine(client.Unread).Length + 1, client.Unread.Length));
        if (staysUnknown && !_isUnknownLineAnswered) return;
        _isUnknownLineAnswered = false;
        _reading = Reading.Commands;
    }

    static bool IsText(ReadOnlySpan<byte> line) => !line.ContainsAny(s_controls);

    // What text may hold: tab, line ends, form feed, and ISO 2022's shifts (14, 15, 27).
    static readonly SearchValues<byte> s_controls =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31]);

    /// <summary>The server lets the client send a message, and no DATA was seen: it was among the lost commands.</summary>
    bool IsAnswerToLostData(in ReplyLine line) =>
        _hasLostCommands && line.Number is 354 or 355 && _reading is Reading.Commands or Reading.Unknown or Reading.Answer;

    Handing BeginLostBody(in ReplyLine line)
    {
        Exchange exchange = _context.Unsolicited(_phase, line.Time, line.Packet);
        exchange.Answer(line.Code, line.Text, line.Time, line.Packet);
        BeginBody(exchange, true);
        return Handing.Done;
    }

    /// <summary>The server answers a message whose end was not seen, and the message has holes: the end is in one of them.</summary>
    void EndLostBody(in ReplyLine line)
    {
        EndBody(false, Moment.Of(line));
        _hasLostCommands = true;
        _reading = Reading.Unknown;
    }

    /// <summary>
    /// Bytes of replies are missing. What waits longest has lost its reply, if one fits into the gap; the replies to HELO, EHLO and
    /// LHLO have many lines, and the rest may follow.
    /// </summary>
    void LoseReplies(long missing, long offset)
    {
        _mayBeginInReply = true;
        if (_isServerOpaque) return;
        _context.Finding(Severity.Warning, "gap-in-replies", $"{missing} bytes of the server's replies are not in the capture", offset: offset);
        bool wasGreeting = _isGreetingDue;
        _isGreetingDue = false;
        _pending.HasLostReplies = _pending.Count > 0;
        if (wasGreeting || _open is not null || missing < ShortestReply) return;
        if (_pending.Oldest is null or { Verb: SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo }) return;
        Settle(_pending.Take(), null);
    }
}
