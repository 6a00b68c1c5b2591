using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>The server's half: reply lines, and whom each belongs to.</summary>
internal sealed partial class SmtpDissector
{
    enum Handing
    {
        /// <summary>The line has found its place.</summary>
        Done,

        /// <summary>It has none yet: what it answers may come right behind it, as captures hold packets out of order.</summary>
        Waits,

        /// <summary>Something has changed so that it may have a place now.</summary>
        Again,
    }

    ReplyLine? _held;
    Exchange? _open;
    PendingReply? _openFor;
    ReplyLine _lastLine;
    int _replySize;
    int _repliesSeen;
    bool _isGreetingDue = true;
    bool _isGreeting;

    bool ReadServer(ref StreamCursor server)
    {
        if (_held is not { } line)
        {
            if (server.IsAtGap)
            {
                LoseReplies(server.TakeGap(), server.Offset);
                return true;
            }
            if (BeginsTls(ref server) is not { } isTls) return false;
            // Replies to what was sent in clear may still come behind the client's first encrypted bytes.
            bool isOpaque = isTls || (IsClientOpaque && !server.Unread.IsEmpty && !char.IsAsciiDigit((char)server.Unread[0]));
            if (isOpaque && BeginTls(ref server, ServerSide)) return false;
            if (!server.TryReadLine(out Line read)) return false;
            line = ReplyLine.Parse(read);
            _isOneWay = false;
            _repliesSeen++;
        }
        Handing handing = Give(line);
        _held = handing == Handing.Done ? null : line;
        return handing != Handing.Waits;
    }

    Handing Give(in ReplyLine line)
    {
        if (_open is not null)
        {
            if (line.Code is null || line.Code == _lastLine.Code || !_pending.IsClaimed(line)) return Append(line);
            // The reply that was being read has lost its end, and this is another.
            CloseReply();
        }
        if (line.Code is null) return TellStray(line);
        bool mayBeginInReply = _mayBeginInReply;
        _mayBeginInReply = false;
        if (_reading == Reading.Answer && _goesOn is { } next && next.IsBefore(Moment.Of(line)))
        {
            (_goesOn, _isAnswerLost) = (null, true);
            return Handing.Again;
        }
        if (IsGreeting(line, mayBeginInReply)) return Open(null, line);
        if (IsOverdue(line)) return Handing.Done;
        LeaveUnanswered(line);
        return _pending.Oldest is null ? GiveToNone(line) : GiveToOldest(line, _pending.Oldest);
    }

    Handing GiveToOldest(in ReplyLine line, PendingReply oldest)
    {
        // 421 may come at any time (RFC 5321 section 3.8), and what was lost may have had replies: then their times tell.
        bool isDoubtful = line.Number == 421 || _hasLostCommands;
        if (isDoubtful && Moment.Of(line).IsBefore(oldest.Sent)) return Open(null, line);
        if (_pending.Find(line) is { } found)
        {
            while (_pending.Oldest != found) Settle(_pending.Take(), null);
            return Open(found, line);
        }
        if (IsAnswerToLostData(line) || IsAnswerToLostAuth(line)) return BeginLost(line);
        return _reading != Reading.Answer && _context.MayWait(ServerSide) ? Handing.Waits : Open(null, line);
    }

    Handing GiveToNone(in ReplyLine line)
    {
        if (_isReplyAwaited)
        {
            _isReplyAwaited = false;
            return Handing.Again;
        }
        // A greeting, a goodbye and a shutdown are no verdicts.
        if (_reading == Reading.Body && _body.HeldLooseEnd > 0 && IsVerdict(line) && line.Number is not (220 or 221 or 421))
        {
            _endsAtLooseEnd = true;
            return Handing.Again;
        }
        if (_reading is Reading.Unknown or Reading.Guess && _unknownLine is { } unknown)
        {
            if (Moment.Of(line).IsBefore(unknown)) return Open(null, line);
            _isUnknownLineAnswered = true;
            return Handing.Again;
        }
        if (IsAnswerToLostData(line) || IsAnswerToLostAuth(line)) return BeginLost(line);
        return !IsClientOpaque && _context.MayWait(ServerSide) ? Handing.Waits : Open(null, line);
    }

    bool IsGreeting(in ReplyLine line, bool mayBeginInReply)
    {
        if (!_isGreetingDue) return false;
        _isGreetingDue = false;
        // 421, 521, 554: the server does not want to talk (RFC 5321 section 3.1, RFC 7504).
        _isGreeting = line.Number == 220 ? _pending.Oldest is not { Verb: SmtpVerb.StartTls } : line.IsNegative && !mayBeginInReply && !_hasLostCommands;
        return _isGreeting;
    }

    /// <summary>Begins a reply; with nobody to answer, it stands for itself.</summary>
    Handing Open(PendingReply? pending, in ReplyLine line)
    {
        if (line.Number == 421) _context.Session.SaidGoodbye = true;
        _replyPhase = pending?.Exchange?.Phase ?? (_isGreeting ? SmtpPhase.Handshake : line.Number is 421 ? SmtpPhase.Closure : _replyPhase);
        bool isBeforeTls = pending is null && !_isServerEncrypted && (_isTlsAgreed || _hasToldEncrypted);
        if (isBeforeTls) _clearReply ??= line.Packet;
        _openFor = pending;
        _open = pending?.Exchange ?? _context.Unsolicited(_replyPhase, line.Time, line.Packet);
        if (pending is not null) pending.Exchange = _open;
        _replySize = 0;
        return Append(line);
    }

    Handing Append(in ReplyLine line)
    {
        _open!.Answer(line.Code, line.Text, line.Time, line.Packet);
        bool wasWithin = _replySize <= Exchange.MaxReplyText;
        _replySize += line.Text.Length;
        if (wasWithin && _replySize > Exchange.MaxReplyText) _context.Finding(Severity.Warning, "reply-limit", $"a reply has more than {Exchange.MaxReplyText} characters; the rest is left out", line.Packet);
        if (line.Code is null) return Handing.Done;
        _lastLine = line;
        if (line.IsLast) CloseReply();
        return Handing.Done;
    }

    void CloseReply()
    {
        Exchange exchange = _open!;
        PendingReply? pending = _openFor;
        (_open, _openFor) = (null, null);
        if (pending is null)
        {
            if (_isGreeting && _lastLine.IsPositive) SmtpGreeting.ReadGreeting(_context.Session, exchange.Reply ?? "");
            _isGreeting = false;
            _context.Complete(exchange);
            return;
        }
        if (pending.EndsMessage && _isLmtp && !IsLastVerdict(pending, _lastLine)) return;
        _pending.Take();
        if (_pending.Count == 0) _pending.HasLostReplies = false;
        Settle(pending, _lastLine);
    }

    Handing TellStray(in ReplyLine line)
    {
        Exchange stray = _context.Unsolicited(_replyPhase, line.Time, line.Packet);
        stray.Answer(null, line.Text, line.Time, line.Packet);
        _context.Complete(stray);
        if (!_mayBeginInReply) _context.Finding(Severity.Info, "malformed-reply", "the server sent a line that is no reply", line.Packet);
        _mayBeginInReply = false;
        return Handing.Done;
    }
}
