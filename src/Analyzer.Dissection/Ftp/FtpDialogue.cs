using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Ftp.Handlers;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp;

/// <summary>
/// Brings commands and replies together, in spite of pipelining, several replies to a command, transfers that run while others are
/// answered, and gaps; and hands each pair to the handler that knows what it means.
/// </summary>
sealed class FtpDialogue
{
    readonly SessionContext _context;
    readonly FtpSession _session;
    readonly PendingCommands _pending = new();
    readonly LoginHandler _login;
    readonly DirectoryHandler _directory;
    readonly DataLinkHandler _link;
    readonly TransferHandler _transfers;
    bool _hasGreeted, _areCommandsLost, _areRepliesLost, _hasQuit;
    // Somewhere something of either side is lost: what fits no command need not answer one.
    bool _hasHoles;

    /// <summary>A session begins.</summary>
    public FtpDialogue(SessionContext context)
    {
        _context = context;
        _session = new FtpSession(context);
        _login = new LoginHandler(_session);
        _directory = new DirectoryHandler(_session);
        _link = new DataLinkHandler(_session);
        _transfers = new TransferHandler(_session, _link);
        _session.Run.Connections.AddHosts(context.Session.Connection);
        _hasGreeted = _areCommandsLost = _hasHoles = _session.IsLoggedIn = context.Session.Midstream;
        if (context.Session.Midstream) _session.Settings.Forget();
        else _session.Settings.Begin();
    }

    /// <summary>What came of the request for TLS.</summary>
    public TlsUpgrade Upgrade => _session.Upgrade;

    /// <summary>AUTH was given.</summary>
    public bool HasAskedForTls { get; private set; }

    /// <summary>The dialogue can be read again after it was encrypted: somebody has logged in meanwhile, and settings may have changed.</summary>
    public void OnClearAgain()
    {
        _session.IsLoggedIn = true;
        _session.Settings.Forget();
        _session.Directory.Begin(null);
    }

    /// <summary>The client gives a command.</summary>
    public void OnCommand(FtpCommand command)
    {
        HasAskedForTls |= command.Name == "AUTH";
        if (LoginHandler.IsForTls(command)) Upgrade.OnAsked(command.Packet);
        else if (!_context.IsProtected(Direction.FromClient)) Upgrade.OnClientLine(command.Time, command.Packet);
        if (command.IsTooLong) _context.Finding(Severity.Warning, "argument-limit", $"{command.Name}: its argument is longer than is kept", command.Packet);
        else if (command.IsCut && command.Name.Length > 0) _context.Finding(Severity.Warning, "cut-command", $"{command.Name}: the rest of its line is not in the capture", command.Packet);
        Exchange exchange = _context.Command(PhaseOf(command.Name), command.Name, command.Argument, command.Time, command.Packet);
        if (command.Name == "ABOR") _pending.Stoppable?.Abort(command.Time);
        var pending = new PendingCommand(command, exchange);
        _pending.Add(pending);
        bool areRepliesCaptured = _context.Session.Connection.Counts(Direction.FromServer).Packets > 0;
        int most = areRepliesCaptured ? FtpLimits.MaxPending : FtpLimits.MaxUnheard;
        if (_pending.Count > most) Conclude(_pending[0], null);
    }

    string PhaseOf(string command)
    {
        if (_hasQuit || command == "QUIT") return "closure";
        if (!_session.IsLoggedIn || command is "USER" or "PASS" or "ACCT" or "REIN") return "login";
        return FtpVerb.ConcernsTransfer(command) ? "transfer" : "session";
    }

    /// <summary>Commands are lost in a gap: replies may answer one of them.</summary>
    public void OnCommandsLost() => _areCommandsLost = _hasHoles = true;

    /// <summary>Replies are lost in a gap: commands may go unanswered.</summary>
    public void OnRepliesLost() => _areRepliesLost = _hasGreeted = _hasHoles = true;

    /// <summary>Whether a reply with this code has no command yet that it could answer, and should wait for one.</summary>
    public bool LacksCommandFor(int code)
    {
        // The end of a transfer whose command is lost, and 421 at any time.
        bool needsNone = code == 421 || (code is 225 or 226 or 250 or 426 && _transfers.IsRunning);
        bool isOfBefore = _context.Session is { Midstream: true, Commands: 0 };
        return _pending.Count == 0 && _hasGreeted && !_hasQuit && !needsNone && !isOfBefore;
    }

    /// <summary>Whether the server has gone on to a command behind the one it answers.</summary>
    public bool AnswersLater(int code) => _pending.TakesLater(code);

    /// <summary>The server gives a whole reply. <paramref name="wasHeld"/>: it came before any command that it could answer.</summary>
    public void OnReply(FtpReply reply, bool wasHeld)
    {
        if (reply.Code == 0 || !_hasGreeted || Find(reply, wasHeld) is not { } pending)
        {
            Upgrade.OnServerLine(reply.Packet);
            OnUnsolicited(reply);
            return;
        }
        if (reply.Code is 227 or 228 or 229) _link.OnPassive(reply);
        if (reply.IsPreliminary) Begin(pending, reply);
        else Settle(pending, reply);
    }

    void Begin(PendingCommand pending, FtpReply reply)
    {
        Answer(pending.Exchange, reply);
        if (!FtpVerb.IsTransfer(pending.Command.Name)) return;
        pending.IsRunning = true;
        _transfers.OnPreliminary(pending, reply);
    }

    static void Answer(Exchange exchange, FtpReply reply)
    {
        foreach (string line in reply.Lines) exchange.Answer(reply.CodeText, line, reply.Time, reply.Packet);
    }

    PendingCommand? Find(FtpReply reply, bool wasHeld)
    {
        int index = _pending.Find(reply);
        // A reply from before its command answers one that is lost, or none; where none is lost, clocks may differ a little.
        double lead = _areCommandsLost ? 0 : FtpLimits.MaxReplyLead.TotalNanoseconds;
        bool isForeign = (wasHeld || _areCommandsLost) && index >= 0 && _pending[index].Command.Time - reply.Time > lead;
        if (isForeign) return null;
        if (index < 0) return wasHeld || _hasHoles || _pending.CountBefore(reply.Packet) == 0 ? null : _pending.First;
        if (_areRepliesLost) index = Resume(reply, index);
        // What stands before it was skipped by the server (or its reply is lost), unless it still runs.
        for (int i = index - 1; i >= 0; i--)
        {
            if (_pending[i].IsRunning) continue;
            Conclude(_pending[i], null);
            index--;
        }
        _areCommandsLost = false;
        return _pending[index];
    }

    // After lost replies, a client that waits for each has given the last command only after all others were answered.
    int Resume(FtpReply reply, int first)
    {
        _areRepliesLost = false;
        int last = Math.Max(first, _pending.CountBefore(reply.Packet) - 1);
        return _pending[last].Takes(reply.Code) ? last : first;
    }

    // The end of a transfer is not certain while an ABOR behind it waits: 226 and 426 may come in either order.
    void Settle(PendingCommand pending, FtpReply reply)
    {
        PendingCommand? running = _pending.Running;
        if (pending == running && reply.Code == 226 && _pending.HasAbort)
        {
            pending.Provisional = reply;
            return;
        }
        if (running?.Provisional is { } earlier)
        {
            bool isAbort = pending.Command.Name == "ABOR", isSwapped = isAbort && reply.Code == 426;
            running.IsAbortAnswered |= isAbort;
            Conclude(running, isSwapped ? reply : earlier);
            if (isSwapped) reply = earlier;
        }
        else if (pending.Command.Name == "ABOR" && running is not null)
        {
            running.IsAbortAnswered = true;
        }
        Conclude(pending, reply);
    }

    // Null: the reply is not in the capture.
    void Conclude(PendingCommand pending, FtpReply? reply)
    {
        FtpCommand command = pending.Command;
        _pending.Remove(pending);
        if (reply is not null) Answer(pending.Exchange, reply);
        pending.Exchange.Phase = PhaseOf(command.Name);
        _context.Complete(pending.Exchange);
        if (reply is { Code: 421 }) _context.Session.SaidGoodbye = true;
        if (command.Name == "QUIT" && reply is not { IsNegative: true }) _hasQuit = true;
        _transfers.Conclude(pending, reply);
        _link.Conclude(command, reply);
        _login.Conclude(command, reply);
        _directory.Conclude(command, reply);
    }

    void OnUnsolicited(FtpReply reply)
    {
        bool isGreeting = !_hasGreeted;
        if (reply.Code is >= 200 or 0) _hasGreeted = true; // 120 comes before the greeting.
        Exchange exchange = _context.Unsolicited(isGreeting ? "login" : PhaseOf(""), reply.Time, reply.Packet);
        Answer(exchange, reply);
        _context.Complete(exchange);
        if (isGreeting)
        {
            _login.OnGreeting(reply);
            return;
        }
        if (reply.Code is 227 or 228 or 229) _link.OnPassive(reply);
        if (reply.Code is 230) _login.LogIn();
        if (reply.Code is 221 or 421) _context.Session.SaidGoodbye = true;
        if (reply.Code is 257) _directory.OnPrint(reply);
        if (reply.Code is 350 && ReplyFacts.RestartIn(reply.Text) is { } place) _session.Settings.Restart(place);
        _transfers.OnUnsolicited(reply);
    }

    /// <summary>The connection has ended: what waits has no reply.</summary>
    public void Close()
    {
        while (_pending.First is { } pending) Conclude(pending, pending.Provisional);
        _login.Close();
        _transfers.Close();
        _link.Close();
    }
}
