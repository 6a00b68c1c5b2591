using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>The client's half: command lines.</summary>
internal sealed partial class SmtpDissector
{
    SmtpLogin? _login;
    Moment _challenged;
    bool _isResponseDamaged;
    int _commandsSeen;
    bool _isTlsAgreed;
    bool _hasToldEncrypted, _isServerEncrypted;
    long _tlsCommandPacket;
    Moment _tlsAgreement;
    // A reply in clear that nobody asked for, behind the agreement.
    long? _clearReply;

    bool ReadCommand(ref StreamCursor client)
    {
        if (client.IsAtGap)
        {
            LoseCommands(client.TakeGap(), client.Offset);
            return true;
        }
        if (BeginsTls(ref client) is not { } isTls) return false;
        if (isTls && BeginTls(ref client, ClientSide)) return false;
        if (!client.TryReadLine(out Line line)) return false;
        OnCommand(line);
        return true;
    }

    void OnCommand(in Line line)
    {
        _commandsSeen++;
        SmtpCommand command = SmtpCommand.Parse(line.Text);
        SmtpVerb verb = command.Verb;
        if (_isTlsAgreed) TellClearText(line);
        _phase = SmtpPhase.After(_phase, verb);
        string? argument = ArgumentText(command.Argument, line.Packet);
        Exchange exchange = _context.Command(_phase, WireText.Upper(command.Word), argument, line.Time, line.Packet);
        if (verb == SmtpVerb.Proxy)
        {
            _context.Complete(exchange);
            return;
        }
        if (verb == SmtpVerb.Bdat && BdatArgument.TryParse(command.Argument, out BdatArgument chunk))
        {
            BeginChunk(exchange, chunk, Moment.Of(line));
            return;
        }
        if (BreaksOffChunks(verb)) _mayLackChunks = false;
        bool isLastBurl = verb == SmtpVerb.Burl && OnBurl(command.Argument, line.Packet);
        Await(new PendingReply(verb)
        {
            Exchange = exchange,
            Sent = Moment.Of(line),
            Address = verb is SmtpVerb.Mail or SmtpVerb.Rcpt && !IsCut(line) ? SmtpPath.Parse(command.Argument) : null,
            Abandoned = BreaksOffChunks(verb) ? AbandonChunks() : null,
            Message = isLastBurl ? AbandonChunks() : null,
            EndsMessage = isLastBurl,
            BlobSize = verb == SmtpVerb.Xexch50 ? BlobSize(command.Argument) : 0,
        });
        After(verb, argument ?? "", exchange, line);
    }

    static bool IsCut(in Line line) => line.End == LineEnd.None && !line.Text.Contains((byte)'>');

    void After(SmtpVerb verb, string argument, Exchange exchange, in Line line)
    {
        switch (verb)
        {
            case SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo when argument.Length > 0:
                _context.Session.ClientName = SmtpGreeting.FirstWord(argument);
                break;
            case SmtpVerb.Auth:
                _login = new SmtpLogin(_context, exchange, argument, line.Time);
                _reading = Reading.Answer;
                break;
            case SmtpVerb.StartTls:
                _tlsCommandPacket = line.Packet;
                _reading = Reading.Answer;
                break;
            case SmtpVerb.Data or SmtpVerb.Xexch50 or SmtpVerb.Turn:
                _reading = Reading.Answer;
                break;
            case SmtpVerb.Bdat:
                _context.Finding(Severity.Warning, "bad-bdat", "BDAT without a size that can be read: what follows is taken to be commands", line.Packet);
                break;
            case SmtpVerb.Quit:
                _context.Session.SaidGoodbye = true;
                break;
        }
    }

    string? ArgumentText(ReadOnlySpan<byte> argument, long packet)
    {
        if (argument.IsEmpty) return null;
        if (argument.Length <= SmtpLimits.MaxArgument) return WireText.Decode(argument);
        _context.Finding(Severity.Warning, "command-limit", $"a command's argument has {argument.Length} bytes; the first {SmtpLimits.MaxArgument} are kept", packet);
        return WireText.Decode(argument[..SmtpLimits.MaxArgument]);
    }

    void Await(PendingReply pending)
    {
        if (_pending.Count >= SmtpLimits.MaxPending)
        {
            if (!_isOneWay) _context.Finding(Severity.Warning, "pending-limit", $"more than {SmtpLimits.MaxPending} commands wait for replies; the oldest are taken to have none", pending.Sent.Packet);
            if (_open is not null) CloseReply();
            else Settle(_pending.Take(), null);
        }
        _pending.Add(pending);
    }

    /// <summary>RFC 3207 section 6: what is sent in clear between the agreement and the handshake may be an attacker's.</summary>
    void TellClearText(in Line line)
    {
        bool cameEarly = line.Packet == _tlsCommandPacket || Moment.Of(line).IsBefore(_tlsAgreement);
        if (cameEarly)
        {
            _context.Finding(Severity.Warning, "starttls-injection", "a command was sent in clear behind STARTTLS, before the server's answer: a server that keeps it would take it for encrypted", line.Packet, line.Offset);
            return;
        }
        _isTlsAgreed = false;
        _context.TellPlainAfterTls(line.Packet, line.Offset);
    }

    bool ReadResponse(ref StreamCursor client)
    {
        if (client.IsAtGap)
        {
            client.TakeGap();
            _hasLostCommands = _isResponseDamaged = true;
        }
        if (!client.TryReadLine(out Line line)) return false;
        // Behind a gap, the rest of the AUTH line may come first: it was sent before the challenge.
        if (_isResponseDamaged && Moment.Of(line).IsBefore(_challenged)) return true;
        _isResponseDamaged = false;
        string response = WireText.Decode(line.Text);
        _login!.Respond(response);
        Exchange exchange = _context.SaslResponse(_phase, response, line.Time, line.Packet);
        Await(new PendingReply(SmtpVerb.Auth) { Exchange = exchange, Sent = Moment.Of(line) });
        _reading = Reading.Answer;
        return true;
    }

    void FinishLogin(bool? accepted)
    {
        _login?.Finish(accepted);
        _login = null;
        _reading = Reading.Commands;
    }

    /// <summary>Whether TLS is next on this cursor; null: more bytes are needed to tell.</summary>
    static bool? BeginsTls(ref StreamCursor cursor)
    {
        if (cursor.Unread.IsEmpty) return cursor.HasEnded ? false : null;
        bool? isTls = TlsRecord.Begins(cursor.Unread);
        if (isTls is null && (cursor.HasEnded || cursor.IsCutByGap)) return false;
        return isTls;
    }

    // False: it was read out of TLS already.
    bool BeginTls(ref StreamCursor cursor, Direction from)
    {
        if (!_context.BeginTls(from)) return false;
        if (from != ClientSide)
        {
            if (_clearReply is { } packet) _context.TellInjectedReply(packet);
            return _isServerEncrypted = true;
        }
        (_reading, _isTlsAgreed) = (Reading.Commands, false);
        if (!_hasToldEncrypted) _context.Finding(Severity.Info, "encrypted", "encrypted from here on", cursor.Packet, cursor.Offset);
        return _hasToldEncrypted = true;
    }
}
