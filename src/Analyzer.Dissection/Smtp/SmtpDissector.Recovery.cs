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

    /// <summary>A dot and CR LF.</summary>
    const int DotLineLength = 3;

    bool _hasLostCommands;
    bool _mayLackChunks;
    bool _mayBeginInReply;
    bool _isOneWay;
    bool _hasToldOneDirection;
    Moment? _unknownLine;
    // What the client sends behind lost replies; and a reply from after it was seen.
    Moment? _goesOn;
    bool _isAnswerLost;
    bool _isUnknownLineAnswered;
    PendingReply? _guessed;
    PendingReply? _overdue;

    bool AwaitAnswer(ref StreamCursor client)
    {
        // After lost replies, a client that goes on has had its answer, unless that comes behind the loss: the next reply's time tells.
        // One that went on before the loss has not waited for any.
        bool isThere = client.IsAtGap ? !client.IsAtOpenGap : !client.Unread.IsEmpty && HasLine(ref client);
        Moment next = new(client.Time, client.Packet);
        _goesOn = _pending.HasLostReplies && isThere && !next.IsBefore(_beforeLoss) ? next : null;
        if (!_isOneWay && !_isAnswerLost && _context.MayWait(ClientSide)) return false;
        (_goesOn, _isAnswerLost) = (null, false);
        if (_repliesSeen == 0) TellOneDirection("the server's side of this dialogue is not in the capture: what it let the client do is told by what the client did");
        else if (!client.IsAtEnd) _context.Finding(Severity.Warning, "answer-missing", "the server's answer to the last command is not in the capture: it is told by what the client did next", client.Packet, client.Offset);
        _isOneWay = _repliesSeen == 0;
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
        if (_open is not null) CloseReply();
        while (_pending.Count > 0) Settle(_pending.Take(), null);
    }

    /// <summary>The reply that decides what comes next is lost: what comes next must tell.</summary>
    void Guess(PendingReply pending)
    {
        _guessed = pending;
        _reading = Reading.Guess;
        // What another guess waited for is nothing to this one.
        (_unknownLine, _isUnknownLineAnswered) = (null, false);
    }

    bool ReadGuess(ref StreamCursor client)
    {
        bool wasRefused = false;
        if (!client.IsAtGap)
        {
            if (!HasLine(ref client)) return false;
            ReadOnlySpan<byte> first = FirstLine(client.Unread);
            wasRefused = client.IsAtEnd || _isUnknownLineAnswered || SmtpCommand.IsLikely(first);
            // A line alone may be a command that nobody knows; then the server will answer it.
            if (!wasRefused && _guessed!.Verb == SmtpVerb.Data && MustAwaitSecondLine(ref client, first)) return false;
        }
        _unknownLine = null;
        _isUnknownLineAnswered = false;
        if (wasRefused) DropGuess();
        else GoOnUnanswered();
        return true;
    }

    bool MustAwaitSecondLine(ref StreamCursor client, ReadOnlySpan<byte> first)
    {
        bool isDotLine = first.TrimEnd("\r"u8).SequenceEqual("."u8);
        bool isFinal = _isOneWay || client.HasEnded || client.IsCutByGap || !_context.MayWait(ClientSide);
        if (isDotLine || isFinal || client.Unread.Length > first.Length + 1) return false;
        _unknownLine = new Moment(client.Time, client.Packet);
        return true;
    }

    /// <summary>The server must have said yes.</summary>
    void GoOnUnanswered()
    {
        PendingReply pending = _guessed!;
        _guessed = null;
        switch (pending.Verb)
        {
            case SmtpVerb.Auth:
                _reading = Reading.Response;
                break;
            case SmtpVerb.Xexch50:
                BeginBlob(pending);
                break;
            default:
                BeginBody(pending.Exchange, false, pending.Sent);
                _overdue = pending;
                break;
        }
    }

    /// <summary>The server must have said no, or it does not matter any more.</summary>
    void DropGuess()
    {
        if (_guessed is not { } pending) return;
        _guessed = null;
        _reading = Reading.Commands;
        if (pending.Verb == SmtpVerb.Auth) FinishLogin(null);
        else _context.Complete(pending.Exchange!);
    }

    /// <summary>A reply comes after all for which the client's bytes have had to stand in.</summary>
    bool IsOverdue(in ReplyLine line)
    {
        PendingReply? overdue = _guessed ?? _overdue;
        if (overdue is null || !overdue.IsMeantBy(line)) return false;
        if (_guessed is null)
        {
            overdue.Exchange?.Answer(line.Code, line.Text, line.Time, line.Packet);
            _overdue = null;
            return true;
        }
        // Nothing was guessed yet: it waits again, and this is its answer.
        _guessed = null;
        _reading = Reading.Answer;
        _pending.Add(overdue);
        Open(overdue, line);
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
        _hasLostCommands = _mayLackChunks = true;
        if (_chunks is not null) _chunks.LacksParts = true;
        _reading = Reading.Unknown;
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
        if (isTls && BeginTls(ref client, ClientSide)) return false;
        if (!HasLine(ref client)) return false;
        ReadOnlySpan<byte> first = FirstLine(client.Unread);
        ReadOnlySpan<byte> behind = client.Unread[Math.Min(first.Length + 1, client.Unread.Length)..];
        if (SmtpCommand.IsUnmistakable(first))
        {
            _reading = Reading.Commands;
            return true;
        }
        if (_isTlsAgreed && BeginTls(ref client, ClientSide)) return false;
        bool isFinal = client.HasEnded || client.IsCutByGap || _isUnknownLineAnswered || !_context.MayWait(ClientSide);
        bool hasSecond = behind.Contains((byte)'\n') || (isFinal && !behind.IsEmpty) || Math.Max(first.Length, behind.Length) > SmtpLimits.MaxCommandLine;
        if (!hasSecond && !isFinal)
        {
            _unknownLine = new Moment(client.Time, client.Packet);
            return false;
        }
        bool isMessage = hasSecond && !_isUnknownLineAnswered && !SmtpCommand.IsUnmistakable(FirstLine(behind)) && IsText(first) && IsText(FirstLine(behind));
        if (isMessage) BeginBody(null, true, null);
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

    /// <summary>The same of AUTH: the client's next line is a response.</summary>
    bool IsAnswerToLostAuth(in ReplyLine line) =>
        _hasLostCommands && line.Number == 334 && _login is null && _reading is Reading.Commands or Reading.Unknown;

    Handing BeginLost(in ReplyLine line)
    {
        SettleAll();
        DropGuess();
        Exchange exchange = _context.Unsolicited(_replyPhase, line.Time, line.Packet);
        exchange.Answer(line.Code, line.Text, line.Time, line.Packet);
        if (line.Number == 334)
        {
            _login = SmtpLogin.FromChallenge(_context, exchange, line);
            _reading = Reading.Response;
        }
        else
        {
            BeginBody(exchange, true, Moment.Of(line));
        }
        return Handing.Done;
    }
}
