using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The phase of a dialogue as a reader names it: finer than the protocol's own where that helps.</summary>
static class PhaseName
{
    /// <summary>The phase that a command begins; null: it goes on in the one before.</summary>
    public static string? Of(string protocol, ExchangeRecord exchange)
    {
        if (exchange.IsSaslResponse) return null;
        if (protocol != "smtp") return exchange.Command is null ? null : exchange.Phase.ToUpperInvariant();
        return exchange.Command switch
        {
            "HELO" or "EHLO" or "LHLO" => "EHLO",
            "STARTTLS" or "X-ANONYMOUSTLS" => "STARTTLS",
            "AUTH" => "AUTH",
            "MAIL" or "RCPT" or "SEND" or "SOML" or "SAML" => "ENVELOPE",
            "DATA" or "BDAT" => "DATA",
            "QUIT" => "QUIT",
            _ => null,
        };
    }

    /// <summary>What happens in a phase, for who sees it first.</summary>
    public static string? Lesson(string protocol, string phase) => (protocol, phase) switch
    {
        ("smtp", "CONNECT") => "The client opened a TCP connection; the server speaks first and says who it is (RFC 5321 section 3.1).",
        ("smtp", "EHLO") => "The client says its name; the server lists the extensions that it knows (RFC 5321 section 3.2).",
        ("smtp", "STARTTLS") => "Both agree to encrypt. What follows can be read only with the keys (RFC 3207).",
        ("smtp", "AUTH") => "The client proves who it is, so that it may send mail to anybody. PLAIN and LOGIN only encode the password (RFC 4954).",
        ("smtp", "ENVELOPE") => "Sender and recipients as the mail system uses them. They need not be those that the message itself names (RFC 5321 section 3.3).",
        ("smtp", "DATA") => "The message itself: header, blank line, body, and a dot alone on its last line. A dot that begins a line is doubled (RFC 5321 section 4.5.2).",
        ("smtp", "RESULT") => "The server answers for the message: with 250 it has taken the responsibility to deliver it (RFC 5321 section 4.2.5).",
        ("smtp", "QUIT") => "The client says goodbye, and the server closes (RFC 5321 section 3.8).",
        ("pop3", "AUTHORIZATION") => "The client logs in; the maildrop is then locked for it (RFC 1939 section 4).",
        ("pop3", "TRANSACTION") => "The client asks what is there, fetches messages and marks some as deleted (RFC 1939 section 5).",
        ("pop3", "UPDATE") => "QUIT: only now does the server remove what was marked as deleted (RFC 1939 section 6).",
        ("imap", "NOT-AUTHENTICATED") => "The client must log in first. Each command has a tag; the reply that ends it bears the same (RFC 9051 section 3.1).",
        ("imap", "AUTHENTICATED") => "The client lists mailboxes and chooses one (RFC 9051 section 3.2).",
        ("imap", "SELECTED") => "A mailbox is open: the client fetches, searches, flags and copies messages in it (RFC 9051 section 3.3).",
        ("imap", "LOGOUT") => "The connection ends (RFC 9051 section 3.4).",
        ("ftp", "LOGIN") => "The client logs in on the control connection; name and password are in clear text (RFC 959 section 4.1.1).",
        ("ftp", "SESSION") => "The client moves through directories and sets how files are to be sent (RFC 959 section 4.1.2).",
        ("ftp", "TRANSFER") => "Files and listings go over a second connection, which PORT, PASV, EPRT or EPSV announce (RFC 959 section 3.2, RFC 2428).",
        ("ftp", "CLOSURE") => "The client says goodbye (RFC 959 section 4.1.1).",
        _ => null,
    };
}
