using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>What commands do, once their reply is there.</summary>
internal sealed partial class SmtpDissector
{
    /// <summary>The reply is whole; null: there is none to be had, and the likely one is taken.</summary>
    void Settle(PendingReply pending, ReplyLine? reply)
    {
        pending.Abandoned?.Tell(_transaction.ToEnvelope(), false);
        bool isDone = reply?.IsPositive ?? true;
        bool isOver = true;
        switch (pending.Verb)
        {
            case SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo when isDone:
                OnHello(pending, reply is not null);
                break;
            case SmtpVerb.Mail when isDone:
                _transaction.Begin(pending.Address);
                break;
            case SmtpVerb.Rcpt:
                OnRecipient(pending, isDone);
                break;
            case SmtpVerb.Rset when isDone:
                _transaction.Clear();
                break;
            case SmtpVerb.Data or SmtpVerb.Xexch50:
                isOver = OnGoAhead(pending, reply);
                break;
            case SmtpVerb.EndOfData or SmtpVerb.Bdat or SmtpVerb.Burl:
                OnVerdict(pending, reply);
                break;
            case SmtpVerb.Auth:
                OnAuth(pending, reply);
                break;
            case SmtpVerb.StartTls:
                OnStartTls(reply);
                break;
            case SmtpVerb.Turn:
                _reading = Reading.Commands;
                if (reply is { IsPositive: true }) ChangePlaces(pending);
                break;
        }
        if (isOver && pending.Exchange is not null) _context.Complete(pending.Exchange);
    }

    void OnHello(PendingReply pending, bool isAnswered)
    {
        _transaction.Clear();
        _isLmtp = pending.Verb == SmtpVerb.Lhlo;
        if (_isLmtp) _context.Session.SetFact("variant", "lmtp");
        if (!isAnswered || pending.Verb == SmtpVerb.Helo || pending.Exchange?.Reply is not { } text) return;
        SmtpGreeting.ReadExtensions(_context.Session, text);
        if (SmtpGreeting.HidesTls(text)) _context.TellStripped(pending.Exchange.ReplyPacket);
    }

    void OnRecipient(PendingReply pending, bool isAccepted)
    {
        bool wasFull = _transaction.IsFull;
        if (isAccepted) _transaction.Accept(pending.Address);
        else _transaction.Reject(pending.Address);
        if (_transaction.IsFull && !wasFull) _context.Finding(Severity.Warning, "recipient-limit", $"the message has more than {SmtpLimits.MaxRecipients} recipients; the others are left out", pending.Sent.Packet);
    }

    /// <summary>The client waits for leave to go on with what is no command. True: the command is over.</summary>
    bool OnGoAhead(PendingReply pending, ReplyLine? reply)
    {
        if (reply is not { } line)
        {
            Guess(pending);
            return false;
        }
        bool mayGoOn = pending.IsMeantBy(line);
        if (!mayGoOn) _reading = Reading.Commands;
        else if (pending.Verb == SmtpVerb.Xexch50) BeginBlob(pending);
        else BeginBody(pending.Exchange, line.Number == 355, Moment.Of(line));
        // RFC 1845: 355 says how much the server has from an earlier attempt.
        if (line.Number == 355) _context.Finding(Severity.Info, "message-restarted", "the message goes on where an earlier transfer broke off (355); its beginning is not on this connection", line.Packet);
        return !mayGoOn;
    }

    void OnVerdict(PendingReply pending, ReplyLine? reply)
    {
        if (!pending.EndsMessage)
        {
            // RFC 3030 section 2: a chunk that is refused fails the whole transaction.
            if (reply is { IsNegative: true } && pending.Message is not null) pending.Message.IsRefused = true;
            return;
        }
        _overdue = null;
        bool? isAccepted = pending.Delivered > 0 ? true : _isLmtp && reply is not null ? false : reply?.IsPositive;
        bool isEarly = reply is { IsPositive: true } && pending.LooseEnds > 0 && Moment.Of(reply.Value).IsBefore(pending.Sent);
        if (isEarly)
        {
            _hasLostCommands = true;
            _context.Finding(Severity.Error, "smtp-smuggling", "the server took a message before this one's end: it read a dot line inside as the end", reply!.Value.Packet);
        }
        pending.Message?.Tell(_transaction.ToEnvelope(), isAccepted);
        _transaction.Clear();
    }

    /// <summary>RFC 2033 section 4.2: after the dot, LMTP has one reply for each recipient that was accepted, in their order.</summary>
    bool IsLastVerdict(PendingReply pending, in ReplyLine reply)
    {
        pending.RepliesToCome ??= Math.Max(1, _transaction.Accepted);
        if (reply.IsPositive) pending.Delivered++;
        else _transaction.TakeBack(pending.Delivered);
        return --pending.RepliesToCome <= 0;
    }

    void OnAuth(PendingReply pending, ReplyLine? reply)
    {
        if (reply is not { } line)
        {
            Guess(pending);
        }
        else if (line.Number == 334)
        {
            _login?.Challenge(line.Text);
            _challenged = Moment.Of(line);
            _reading = Reading.Response;
        }
        else
        {
            FinishLogin(line.IsPositive);
        }
    }

    void OnStartTls(ReplyLine? reply)
    {
        _reading = Reading.Commands;
        if (reply is not { } line) return;
        if (line.Number == 220)
        {
            _isTlsAgreed = true;
            _tlsAgreement = Moment.Of(line);
            // RFC 3207 section 4.2: both sides forget what was said before.
            _transaction.Clear();
        }
        else if (_context.Session.Tls != TlsState.Started)
        {
            bool wasOffered = _context.Session.Tls == TlsState.Offered;
            _context.Session.Tls = TlsState.Refused;
            _context.Finding(wasOffered ? Severity.Warning : Severity.Info, "starttls-refused", "the server refuses TLS" + (wasOffered ? ", which it offered before" : ""), line.Packet);
        }
    }
}
