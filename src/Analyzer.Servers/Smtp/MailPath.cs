using System.Text;

namespace Analyzer.Servers.Smtp;

/// <summary>A mail address as MAIL and RCPT name it (RFC 5321 4.1.2); the null path of bounces is empty.</summary>
readonly record struct MailPath(string LocalPart, string Domain)
{
    /// <summary>RFC 5321 4.5.3.1, in octets.</summary>
    const int MaxLocalPart = 64, MaxDomain = 255;

    /// <summary>"&lt;&gt;": no bounce is to be sent for this mail.</summary>
    public bool IsNull => LocalPart is null or "";

    /// <summary>The address; without a domain only for Postmaster.</summary>
    public string Address => IsNull ? "" : Domain.Length == 0 ? LocalPart : $"{LocalPart}@{Domain}";

    /// <summary>Whether only SMTPUTF8 can carry it.</summary>
    public bool IsInternational => !Ascii.IsValid(Address);

    /// <summary>
    /// Understands what follows "FROM:" or "TO:". A blank after the colon and missing angle brackets are taken from people who type; <paramref name="rest"/>
    /// holds the parameters.
    /// </summary>
    public static bool TryParse(string text, out MailPath path, out string rest)
    {
        text = text.TrimStart();
        int end = text.StartsWith('<') ? EndOf(text, '>') : EndOf(text, ' ');
        bool isBracketed = text.StartsWith('<');
        path = default;
        rest = "";
        if (isBracketed && end < 0) return false;
        if (end < 0) end = text.Length;
        string inside = isBracketed ? text[1..end] : text[..end];
        rest = text[Math.Min(end + 1, text.Length)..].Trim();
        return isBracketed && inside.Length == 0 || TryParseAddress(inside, out path);
    }

    /// <summary>Understands an address without brackets.</summary>
    public static bool TryParseAddress(string text, out MailPath path)
    {
        path = default;
        // RFC 5321 appendix C: a source route is accepted and ignored.
        if (text.StartsWith('@') && text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0) text = text[(colon + 1)..];
        int at = EndOf(text, '@');
        string local = at < 0 ? text : text[..at];
        string domain = at < 0 ? "" : text[(at + 1)..];
        if (at < 0 && !local.Equals("postmaster", StringComparison.OrdinalIgnoreCase)) return false;
        if (at >= 0 && !IsDomain(domain)) return false;
        if (Unquoted(local) is not { } plain) return false;
        path = new MailPath(plain, domain);
        return true;
    }

    /// <summary>Where the first such character outside quotation marks is; -1: nowhere.</summary>
    static int EndOf(string text, char wanted)
    {
        bool isQuoted = false;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == '"') isQuoted = !isQuoted;
            else if (text[index] == '\\' && isQuoted) index++;
            else if (text[index] == wanted && !isQuoted) return index;
        }
        return -1;
    }

    /// <summary>Whether it can be a host name or an address literal.</summary>
    public static bool IsDomain(string text)
    {
        if (text.Length is 0 or > MaxDomain) return false;
        if (text is ['[', .. var literal, ']']) return literal.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-');
        return text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal)
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' || (c > 127 && char.IsLetterOrDigit(c)));
    }

    /// <summary>The local part in the one form that equal ones share: quoted only where it must be; null: it is none.</summary>
    static string? Unquoted(string local)
    {
        if (local.Length == 0 || Encoding.UTF8.GetByteCount(local) > MaxLocalPart) return null;
        if (local[0] != '"') return local.All(IsAtomOrDot) ? local : null;
        if (local.Length < 3 || local[^1] != '"') return null;
        var plain = new StringBuilder();
        for (int index = 1; index < local.Length - 1; index++)
        {
            if (local[index] == '\\') index++;
            if (index == local.Length - 1 || char.IsControl(local[index])) return null;
            plain.Append(local[index]);
        }
        string text = plain.ToString();
        return text.All(IsAtomOrDot) && !text.StartsWith('.') && !text.EndsWith('.') && !text.Contains("..", StringComparison.Ordinal) ? text : local;
    }

    static bool IsAtomOrDot(char c) => c > 127 || char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal);
}
