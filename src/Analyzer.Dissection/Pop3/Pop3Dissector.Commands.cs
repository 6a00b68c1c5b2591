using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Dissection.Text.Sasl;

namespace Analyzer.Dissection.Pop3;

/// <summary>The client's half: commands, and the responses of an authentication.</summary>
internal sealed partial class Pop3Dissector
{
    enum ClientReading
    {
        Commands,
        SaslAnswer,
        SaslResponse,
        TlsAnswer,
    }

    ClientReading _client;
    SaslExchange? _sasl;
    Exchange? _saslCommand;
    Timestamp _saslTime;
    string? _user;
    string? _timeStamp;
    bool _hasToldEncrypted;

    bool ReadClient(ref StreamCursor client)
    {
        switch (_client)
        {
            case ClientReading.SaslAnswer or ClientReading.TlsAnswer when _context.MayWait(Direction.FromClient):
                return false;
            case ClientReading.SaslAnswer or ClientReading.TlsAnswer:
                _client = GuessAnswer(ref client);
                return true;
        }
        if (client.IsAtGap)
        {
            client.TakeGap();
            _isBehindLostCommands = _hasHoles = true;
            return true;
        }
        if (_client == ClientReading.Commands && TlsRecord.Begins(client.Unread) is not false)
        {
            if (client.Unread.IsEmpty || TlsRecord.Begins(client.Unread) is null) return client.HasEnded && SkipAll(ref client);
            if (BeginTls(Direction.FromClient, client.Packet, client.Offset)) return false;
        }
        if (!client.TryReadLine(out Line line)) return false;
        if (_client == ClientReading.SaslResponse) OnResponse(line);
        else OnCommand(line);
        return true;
    }

    // The server's answer is not to be had: the client's next bytes must tell it.
    ClientReading GuessAnswer(ref StreamCursor client)
    {
        if (_client == ClientReading.TlsAnswer) return ClientReading.Commands;
        int end = client.Unread.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? client.Unread : client.Unread[..end];
        (string verb, _) = Pop3Command.Split(line.TrimEnd((byte)'\r'));
        return IsKnown(verb) ? ClientReading.Commands : ClientReading.SaslResponse;
    }

    static bool IsKnown(string verb) => verb is "USER" or "PASS" or "APOP" or "AUTH" or "STLS" or "CAPA" or "UTF8" or "LANG" or "STAT" or "LIST"
        or "UIDL" or "RETR" or "TOP" or "DELE" or "RSET" or "NOOP" or "QUIT" or "LAST" or "XTND" or "RPOP";

    void OnCommand(in Line line)
    {
        (string verb, string? argument) = Pop3Command.Split(line.Text);
        if (verb.Length == 0) return;
        _upgrade.OnClientLine(line.Time, line.Packet, line.Offset);
        // A command given when nothing is owed puts the two sides back in step.
        if (_pending.Count == 0) _isOutOfStep = false;
        Exchange exchange = _context.Command(_phase, verb, argument, line.Time, line.Packet);
        if (line.End == LineEnd.Lf) _context.Finding(Severity.Info, "bare-lf", "a command ends in LF alone", line.Packet, line.Offset);
        Await(new Pop3Command { Exchange = exchange, Time = line.Time, FollowsLost = _isBehindLostCommands });
        // From here on each reply waits for its own command.
        _hasLostStart = _isBehindLostCommands = false;
        switch (verb)
        {
            case "AUTH" when !string.IsNullOrWhiteSpace(argument):
                BeginSasl(exchange, argument, line.Time);
                break;
            case "STLS":
                _upgrade.OnAsked(line.Packet);
                _client = ClientReading.TlsAnswer;
                break;
        }
    }

    void BeginSasl(Exchange exchange, string argument, Timestamp time)
    {
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _sasl = new SaslExchange(words[0]);
        _saslCommand = exchange;
        _saslTime = time;
        foreach (string response in words.Skip(1)) _sasl.Respond(response);
        _client = ClientReading.SaslAnswer;
    }

    void OnResponse(in Line line)
    {
        string response = WireText.Decode(line.Text);
        _sasl?.Respond(response);
        Exchange exchange = _context.SaslResponse(_phase, response, line.Time, line.Packet);
        Await(new Pop3Command { Exchange = exchange, Time = line.Time });
        _client = ClientReading.SaslAnswer;
    }

    void Await(Pop3Command command)
    {
        if (_pending.Count >= MaxPending)
        {
            _context.Finding(Severity.Warning, "pending-limit", $"more than {MaxPending} commands wait for replies; the oldest are taken to have none", command.Exchange.Packet);
            _context.Complete(_pending.Dequeue().Exchange);
        }
        _pending.Enqueue(command);
    }

    /// <summary>The SASL dialogue is over: tells the credential, if the client gave any.</summary>
    void TellLogin(bool? accepted)
    {
        if (_sasl is { Responses: > 0 } sasl) Credential(sasl.Mechanism, sasl.User, sasl.Secret, accepted, _saslTime, sasl.RevealsSecret, _saslCommand!.Packet);
        _sasl = null;
        _saslCommand = null;
    }

    void Credential(string mechanism, string? user, string? secret, bool? accepted, Timestamp time, bool isClear, long packet)
    {
        Session session = _context.Session;
        _context.Credential(mechanism, user, secret, accepted, time);
        if (!session.Authenticated) session.User = user ?? session.User;
        if (accepted == true) (session.Authenticated, session.User) = (true, user ?? session.User);
        if (isClear) _context.TellClearText(mechanism, packet);
    }

    bool BeginTls(Direction from, long packet, long offset)
    {
        if (!_context.BeginTls(from)) return false;
        if (from == Direction.FromServer) _upgrade.OnTls();
        if (!_hasToldEncrypted) _context.Finding(Severity.Info, "encrypted", "encrypted from here on", packet, offset);
        return _hasToldEncrypted = true;
    }
}
