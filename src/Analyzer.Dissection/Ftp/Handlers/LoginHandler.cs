using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Handlers;

/// <summary>Who logs in, and whether that succeeds: USER, PASS, ACCT, REIN, QUIT, and the security commands (RFC 2228, RFC 4217).</summary>
sealed class LoginHandler(FtpSession session)
{
    string? _user;
    bool _isUserTold = true;
    Timestamp _userTime;

    SessionContext Context => session.Context;

    /// <summary>The server greets: what it says of itself.</summary>
    public void OnGreeting(FtpReply reply)
    {
        string banner = reply.Lines[^1].Trim();
        if (banner.Length == 0) banner = reply.Text.Trim();
        if (reply.IsNegative || banner.Length == 0) return;
        Context.Session.ServerSoftware = banner;
        string first = banner.Split(' ')[0];
        bool isHost = first.Contains('.', StringComparison.Ordinal) && first.Any(char.IsAsciiLetter) && first.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
        if (isHost && !first.StartsWith('.') && !first.EndsWith('.')) Context.Session.ServerName = first;
    }

    /// <summary>A command has its final reply, or will have none (null).</summary>
    public void Conclude(FtpCommand command, FtpReply? reply)
    {
        switch (command.Name)
        {
            case "USER": OnUser(command, reply); break;
            case "PASS": OnPassword(command, reply); break;
            case "ACCT": OnAccount(command, reply); break;
            case "REIN" when reply is null or { IsPositive: true }: OnReinitialize(); break;
            case "QUIT": OnQuit(reply); break;
            case "AUTH": OnAuth(command, reply); break;
            case "PROT" when reply is null or { IsPositive: true }: session.Settings.IsProtected = command.Text.Trim() is not ("C" or "c" or ""); break;
            case "HOST" when reply is { IsPositive: true } && command.Text.Length > 0: Context.Session.ServerName = command.Text; break;
            case "CLNT" or "CSID" when command.Text.Length > 0: Context.Session.SetFact("client_software", command.Text); break;
            case "SYST" when reply is { Code: 215 }: Context.Session.SetFact("system", reply.Text); break;
            case "FEAT" when reply is { IsPositive: true }: OnFeatures(reply); break;
        }
    }

    void OnUser(FtpCommand command, FtpReply? reply)
    {
        TellUser();
        (_user, _userTime) = (command.Text, command.Time);
        if (!session.IsLoggedIn) Context.Session.User = _user;
        _isUserTold = reply is { IsPositive: true } or { IsNegative: true };
        if (!_isUserTold) return;
        Context.Credential("USER/PASS", _user, null, reply!.IsPositive, command.Time);
        if (reply.IsPositive) LogIn();
    }

    void OnPassword(FtpCommand command, FtpReply? reply)
    {
        bool? isAccepted = reply switch
        {
            { IsPositive: true } => true,
            { IsNegative: true } => false,
            _ => null,
        };
        _isUserTold = true;
        Context.Credential("USER/PASS", _user, command.Text, isAccepted, command.Time);
        // What an anonymous user gives for a password is no secret.
        if (_user is not ("anonymous" or "ftp") && command.Text.Length > 0) Context.TellClearText("USER/PASS", command.Packet);
        if (isAccepted == true) LogIn();
    }

    void OnAccount(FtpCommand command, FtpReply? reply)
    {
        Context.Credential("ACCT", _user, command.Text, reply is null ? null : reply.IsPositive, command.Time);
        if (reply is { Code: 230 }) LogIn();
    }

    /// <summary>The server says that somebody is logged in.</summary>
    public void LogIn()
    {
        session.IsLoggedIn = true;
        Context.Session.Authenticated = true;
        Context.Session.User = _user ?? Context.Session.User;
        if (_user is "anonymous" or "ftp") Context.Session.SetFact("anonymous", "true");
        session.Directory.Begin(_user);
    }

    void OnReinitialize()
    {
        TellUser();
        (_user, session.IsLoggedIn) = (null, false);
        session.Settings.Begin();
        session.Directory.Begin(null);
    }

    void OnQuit(FtpReply? reply)
    {
        if (reply is null or { IsPositive: true }) Context.Session.SaidGoodbye = true;
    }

    /// <summary>The client asks for TLS (RFC 4217 section 4, and the drafts before it).</summary>
    public static bool IsForTls(FtpCommand command) => command.Name == "AUTH" && command.Text.Trim().ToUpperInvariant() is "TLS" or "TLS-C" or "TLS-P" or "SSL";

    void OnAuth(FtpCommand command, FtpReply? reply)
    {
        if (!IsForTls(command) || reply is null || Context.Session.Tls is TlsState.Started or TlsState.Decrypted) return;
        session.Upgrade.OnAnswered(reply.IsPositive, reply.Time, reply.Packet);
        Context.Session.Tls = reply.IsNegative ? TlsState.Refused : TlsState.Started;
        if (reply.IsPositive) session.Settings.IsProtected = command.Text.Trim().ToUpperInvariant() is "SSL" or "TLS-P"; // Of the drafts before RFC 4217.
    }

    void OnFeatures(FtpReply reply)
    {
        string[] features = [.. reply.Lines.Skip(1).SkipLast(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (features.Length == 0) return;
        if (features.Any(one => TlsUpgrade.IsOverwritten(one.Split(' ')[0]))) Context.TellStripped(reply.Packet);
        Context.Session.SetFact("features", string.Join(", ", features));
        bool offersTls = features.Any(one => one.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase) && (one.Contains("TLS", StringComparison.OrdinalIgnoreCase) || one.Contains("SSL", StringComparison.OrdinalIgnoreCase)));
        if (offersTls && Context.Session.Tls == TlsState.None) Context.Session.Tls = TlsState.Offered;
    }

    /// <summary>Nothing more will come: a user who gave no password is told, too.</summary>
    public void Close() => TellUser();

    void TellUser()
    {
        if (!_isUserTold) Context.Credential("USER/PASS", _user, null, null, _userTime);
        _isUserTold = true;
    }
}
