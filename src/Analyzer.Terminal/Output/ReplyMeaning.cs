using System.Collections.Frozen;

namespace Analyzer.Terminal.Output;

/// <summary>What a reply code means, in a word or two.</summary>
static class ReplyMeaning
{
    // RFC 5321 section 4.2.3, RFC 4954 section 6, RFC 3207.
    static readonly FrozenDictionary<string, string> s_smtp = new Dictionary<string, string>
    {
        ["211"] = "status",
        ["214"] = "help",
        ["220"] = "ready",
        ["221"] = "goodbye",
        ["235"] = "logged in",
        ["250"] = "done",
        ["251"] = "will forward",
        ["252"] = "cannot verify, will try",
        ["334"] = "go on with the login",
        ["354"] = "send the message",
        ["421"] = "service closes",
        ["432"] = "password has to change",
        ["450"] = "mailbox busy, try later",
        ["451"] = "local error, try later",
        ["452"] = "no room, try later",
        ["454"] = "not available now",
        ["455"] = "parameters not possible now",
        ["500"] = "command not understood",
        ["501"] = "argument not understood",
        ["502"] = "command not provided",
        ["503"] = "out of order",
        ["504"] = "parameter not provided",
        ["521"] = "takes no mail",
        ["530"] = "login or encryption needed",
        ["534"] = "login method too weak",
        ["535"] = "login failed",
        ["538"] = "encryption needed to log in",
        ["550"] = "mailbox not available",
        ["551"] = "recipient is elsewhere",
        ["552"] = "too large",
        ["553"] = "address not allowed",
        ["554"] = "refused",
        ["555"] = "parameters not known",
        ["556"] = "domain takes no mail",
    }.ToFrozenDictionary();

    // RFC 3463 section 3, without the class that the first digit tells again.
    static readonly FrozenDictionary<string, string> s_enhanced = new Dictionary<string, string>
    {
        ["1.1"] = "no such mailbox",
        ["1.2"] = "no such domain",
        ["1.3"] = "recipient address malformed",
        ["1.6"] = "mailbox has moved",
        ["1.7"] = "sender address malformed",
        ["1.8"] = "sender's domain unknown",
        ["1.10"] = "domain takes no mail",
        ["2.1"] = "mailbox switched off",
        ["2.2"] = "mailbox full",
        ["2.3"] = "message too long for the mailbox",
        ["3.1"] = "mail system full",
        ["3.2"] = "mail system takes nothing now",
        ["3.4"] = "message too big",
        ["4.1"] = "next host does not answer",
        ["4.2"] = "bad connection",
        ["4.4"] = "no route",
        ["4.6"] = "routing loop",
        ["4.7"] = "delivery took too long",
        ["5.1"] = "command not allowed here",
        ["5.2"] = "syntax error",
        ["5.3"] = "too many recipients",
        ["5.4"] = "bad arguments",
        ["6.1"] = "media not supported",
        ["7.0"] = "security policy",
        ["7.1"] = "not authorized",
        ["7.8"] = "credentials wrong",
        ["7.9"] = "login method too weak",
        ["7.11"] = "encryption needed to log in",
        ["7.20"] = "signature missing",
        ["7.23"] = "sender policy check failed",
        ["7.26"] = "authenticity checks failed",
    }.ToFrozenDictionary();

    // RFC 959 section 4.2.2, RFC 2228 section 8, RFC 2428.
    static readonly FrozenDictionary<string, string> s_ftp = new Dictionary<string, string>
    {
        ["125"] = "transfer starts",
        ["150"] = "transfer starts",
        ["200"] = "done",
        ["202"] = "not needed",
        ["211"] = "status",
        ["212"] = "status of a directory",
        ["213"] = "status of a file",
        ["214"] = "help",
        ["215"] = "system type",
        ["220"] = "ready",
        ["221"] = "goodbye",
        ["225"] = "data connection open",
        ["226"] = "transfer complete",
        ["227"] = "connect here",
        ["229"] = "connect here",
        ["230"] = "logged in",
        ["232"] = "logged in by security data",
        ["234"] = "security accepted",
        ["250"] = "done",
        ["257"] = "path name",
        ["331"] = "password wanted",
        ["332"] = "account wanted",
        ["350"] = "go on",
        ["421"] = "service closes",
        ["425"] = "no data connection",
        ["426"] = "transfer broken off",
        ["450"] = "file busy",
        ["451"] = "local error",
        ["452"] = "no room",
        ["500"] = "command not understood",
        ["501"] = "argument not understood",
        ["502"] = "command not provided",
        ["503"] = "out of order",
        ["504"] = "parameter not provided",
        ["522"] = "address family not supported",
        ["530"] = "not logged in",
        ["532"] = "account wanted",
        ["534"] = "refused for security",
        ["550"] = "file not available",
        ["551"] = "page type unknown",
        ["552"] = "quota used up",
        ["553"] = "file name not allowed",
    }.ToFrozenDictionary();

    // RFC 1939 and RFC 9051 section 7.1.
    static readonly FrozenDictionary<string, string> s_words = new Dictionary<string, string>
    {
        ["-ERR"] = "refused",
        ["NO"] = "refused",
        ["BAD"] = "not understood",
        ["BYE"] = "goodbye",
        ["PREAUTH"] = "already logged in",
    }.ToFrozenDictionary();

    /// <summary>The meaning; null when there is nothing to add.</summary>
    /// <param name="protocol">The session's.</param>
    /// <param name="code">The reply's.</param>
    /// <param name="text">Of the reply's last line; an enhanced code at its start (RFC 2034) says more than the code.</param>
    public static string? Of(string protocol, string? code, string text)
    {
        if (code is null) return null;
        if (protocol == "smtp") return Enhanced(text) ?? s_smtp.GetValueOrDefault(code) ?? ByClass(code);
        if (protocol == "ftp") return s_ftp.GetValueOrDefault(code) ?? ByClass(code);
        return s_words.GetValueOrDefault(code);
    }

    static string? Enhanced(string text)
    {
        if (text is not ['2' or '4' or '5', '.', ..]) return null;
        int end = text.IndexOf(' ', StringComparison.Ordinal);
        return s_enhanced.GetValueOrDefault(end < 0 ? text[2..] : text[2..end]);
    }

    // RFC 5321 section 4.2.1: the first digit tells how it went.
    static string? ByClass(string code) => code switch
    {
        ['1' or '2', _, _] => "done",
        ['3', _, _] => "go on",
        ['4', _, _] => "failed, try later",
        ['5', _, _] => "failed for good",
        _ => null,
    };
}
