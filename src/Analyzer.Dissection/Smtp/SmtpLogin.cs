using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Dissection.Text.Sasl;

namespace Analyzer.Dissection.Smtp;

/// <summary>One AUTH command with its challenges and responses (RFC 4954 section 4).</summary>
internal sealed class SmtpLogin
{
    readonly SessionContext _context;
    readonly SaslExchange _sasl;
    readonly Timestamp _time;

    /// <summary>Begins with the command.</summary>
    /// <param name="context">Whom to tell.</param>
    /// <param name="exchange">The command's.</param>
    /// <param name="argument">Mechanism, and the initial response if there is one.</param>
    /// <param name="time">Of the command.</param>
    public SmtpLogin(SessionContext context, Exchange exchange, string argument, Timestamp time)
    {
        _context = context;
        _time = time;
        Exchange = exchange;
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _sasl = new SaslExchange(words.Length > 0 ? words[0] : "");
        // Some clients put LOGIN's name and password behind the command, both.
        foreach (string response in words.Skip(1)) _sasl.Respond(response);
    }

    /// <summary>One whose command is not in the capture: the challenge tells the mechanism, if it is one of those that are easily told.</summary>
    public static SmtpLogin FromChallenge(SessionContext context, Exchange exchange, in ReplyLine challenge)
    {
        string text = WireText.Decode(Base64Text.Decode(challenge.Text) ?? []);
        bool isPrompt = text.Contains("user", StringComparison.OrdinalIgnoreCase) || text.Contains("pass", StringComparison.OrdinalIgnoreCase);
        string mechanism = isPrompt ? "LOGIN" : text.StartsWith('<') ? "CRAM-MD5" : text.Length == 0 ? "PLAIN" : "";
        var login = new SmtpLogin(context, exchange, mechanism, challenge.Time);
        login.Challenge(challenge.Text);
        return login;
    }

    /// <summary>The AUTH command's.</summary>
    public Exchange Exchange { get; }

    /// <summary>334: the server asks.</summary>
    public void Challenge(string text) => _sasl.Challenge(text);

    /// <summary>The client answers.</summary>
    public void Respond(string text) => _sasl.Respond(text);

    /// <summary>It is over: tells the credential, if the client gave any.</summary>
    /// <param name="accepted">The server's verdict; null when it is not to be had.</param>
    public void Finish(bool? accepted)
    {
        _context.Complete(Exchange);
        if (_sasl.Responses == 0 || _sasl.Mechanism.Length == 0) return;
        _context.Credential(_sasl.Mechanism, _sasl.User, _sasl.Secret, accepted, _time);
        Session session = _context.Session;
        if (!session.Authenticated) session.User = _sasl.User ?? session.User;
        if (accepted == true) (session.Authenticated, session.User) = (true, _sasl.User ?? session.User);
        if (_sasl.Domain is { Length: > 0 } domain) session.SetFact("auth_domain", domain);
        if (_sasl.Workstation is { Length: > 0 } workstation) session.SetFact("auth_workstation", workstation);
        if (_sasl.RevealsSecret) _context.TellClearText(_sasl.Mechanism, Exchange.Packet);
    }
}
