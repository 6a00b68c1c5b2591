namespace Analyzer.Dissection.Smtp;

/// <summary>The commands whose meaning matters to the course of the dialogue, and those that a reply has to be told apart for.</summary>
internal enum SmtpVerb
{
    /// <summary>Any other: it has a reply, and that is all (NOOP, VRFY, EXPN, HELP, ETRN, XFORWARD, VERB ...).</summary>
    Other,

    /// <summary>HELO.</summary>
    Helo,

    /// <summary>EHLO.</summary>
    Ehlo,

    /// <summary>LHLO: EHLO's place in LMTP (RFC 2033 section 4.1).</summary>
    Lhlo,

    /// <summary>MAIL, and RFC 821's SEND, SOML and SAML, which begin a transaction as MAIL does.</summary>
    Mail,

    /// <summary>RCPT.</summary>
    Rcpt,

    /// <summary>DATA.</summary>
    Data,

    /// <summary>No command: the dot line that ends what DATA began, which has a reply of its own.</summary>
    EndOfData,

    /// <summary>BDAT (RFC 3030).</summary>
    Bdat,

    /// <summary>BURL (RFC 4468): a part of the message that comes from elsewhere.</summary>
    Burl,

    /// <summary>RSET.</summary>
    Rset,

    /// <summary>QUIT.</summary>
    Quit,

    /// <summary>AUTH (RFC 4954), and each response to a challenge.</summary>
    Auth,

    /// <summary>STARTTLS (RFC 3207), and Exchange's X-ANONYMOUSTLS.</summary>
    StartTls,

    /// <summary>XEXCH50: Exchange's counted blob of properties.</summary>
    Xexch50,

    /// <summary>ATRN (RFC 2645) and TURN (RFC 821): client and server change places.</summary>
    Turn,

    /// <summary>HAProxy's PROXY line, which comes first and has no reply.</summary>
    Proxy,
}
