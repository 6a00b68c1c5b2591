using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>What a line of a header is, seen by itself.</summary>
internal enum MailLineKind
{
    /// <summary>"Name: value".</summary>
    Field,

    /// <summary>Begins with a blank: goes on with the field before it.</summary>
    Continuation,

    /// <summary>"From " or "&gt;From ", the separator of an mbox (RFC 4155).</summary>
    Envelope,

    /// <summary>None of these.</summary>
    Other,
}

/// <summary>Finds line ends and tells header lines from text.</summary>
internal static class MailLine
{
    static readonly string[] KnownNames =
    [
        "Authentication-Results", "Auto-Submitted", "Bcc", "Cc", "Comments", "Date", "Delivered-To", "Delivery-Date", "Errors-To",
        "From", "Importance", "In-Reply-To", "Keywords", "Message-Id", "MIME-Version", "Organization", "Precedence", "Priority",
        "Received", "Received-SPF", "References", "Reply-To", "Return-Path", "Sender", "Status", "Subject", "Thread-Index",
        "Thread-Topic", "To", "User-Agent",
    ];

    static readonly string[] KnownPrefixes = ["ARC-", "Content-", "DKIM-", "DomainKey-", "List-", "Resent-", "X-"];

    /// <summary>
    /// The length of the first line with its line end: CRLF, LF alone or CR alone. 0 while the end is not certain: none has come,
    /// or a CR that a LF may follow.
    /// </summary>
    public static int Measure(ReadOnlySpan<byte> bytes, out int endingLength)
    {
        endingLength = 0;
        int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 || (bytes[end] == '\r' && end + 1 == bytes.Length)) return 0;
        endingLength = bytes[end] == '\r' && bytes[end + 1] == '\n' ? 2 : 1;
        return end + endingLength;
    }

    /// <summary>How many of the last bytes are a line end: 0 to 2.</summary>
    public static int EndingLength(ReadOnlySpan<byte> line)
    {
        if (line.EndsWith("\r\n"u8)) return 2;
        return line.EndsWith("\n"u8) || line.EndsWith("\r"u8) ? 1 : 0;
    }

    public static MailLineKind Classify(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return MailLineKind.Other;
        if (line[0] is (byte)' ' or (byte)'\t') return MailLineKind.Continuation;
        if (NameLength(line, out _) > 0) return MailLineKind.Field;
        return line.StartsWith("From "u8) || line.StartsWith(">From "u8) ? MailLineKind.Envelope : MailLineKind.Other;
    }

    /// <summary>The length of the field name that the line begins with (RFC 5322 2.2), 0 when it begins with none.</summary>
    public static int NameLength(ReadOnlySpan<byte> line, out int colon)
    {
        int length = line.IndexOfAnyExceptInRange((byte)'!', (byte)'~');
        ReadOnlySpan<byte> printable = length < 0 ? line : line[..length];
        colon = printable.IndexOf((byte)':');
        if (colon >= 0) return colon;

        // RFC 5322 4.5: the obsolete syntax allows blanks before the colon.
        int next = line[printable.Length..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        colon = printable.Length + next;
        return next > 0 && line[colon] == ':' ? printable.Length : 0;
    }

    /// <summary>Whether the line is a field that mail is known to have, which text hardly imitates by chance.</summary>
    public static bool IsKnownField(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> name = line[..NameLength(line, out _)];
        foreach (string known in KnownNames)
        {
            if (Ascii.EqualsIgnoreCase(name, known)) return true;
        }

        foreach (string prefix in KnownPrefixes)
        {
            if (name.Length > prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix)) return true;
        }

        return false;
    }
}
