namespace Analyzer.Dissection.Smtp;

/// <summary>The phases of an SMTP session, as the exchange records name them.</summary>
internal static class SmtpPhase
{
    /// <summary>Greeting, EHLO, TLS, authentication.</summary>
    public const string Handshake = "handshake";

    /// <summary>Mail transactions, from the first MAIL on.</summary>
    public const string Transfer = "transfer";

    /// <summary>QUIT, and the server's own farewell.</summary>
    public const string Closure = "closure";

    /// <summary>The phase that a command belongs to, or leaves unchanged.</summary>
    public static string After(string phase, SmtpVerb verb) => verb switch
    {
        SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo or SmtpVerb.Auth or SmtpVerb.StartTls or SmtpVerb.Turn or SmtpVerb.Proxy => Handshake,
        SmtpVerb.Mail or SmtpVerb.Rcpt or SmtpVerb.Data or SmtpVerb.Bdat or SmtpVerb.Burl or SmtpVerb.Xexch50 => Transfer,
        SmtpVerb.Quit => Closure,
        _ => phase,
    };
}
