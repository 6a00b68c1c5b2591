using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Analyzer.Dissection.Text;

/// <summary>Turns bytes of a dialogue into text: UTF-8 where they are, else Latin-1, so that nothing is lost.</summary>
/// <remarks>The text is still hostile: views filter it before it reaches a terminal, exports before it reaches a file name.</remarks>
public static class WireText
{
    static readonly string[] s_known =
    [
        "HELO", "EHLO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "AUTH", "STARTTLS", "VRFY", "EXPN", "HELP",
        "USER", "PASS", "STAT", "LIST", "RETR", "DELE", "UIDL", "TOP", "CAPA", "STLS", "APOP",
        "LOGIN", "SELECT", "EXAMINE", "FETCH", "STORE", "UID FETCH", "IDLE", "LOGOUT", "CAPABILITY", "APPEND", "SEARCH", "STATUS",
        "CWD", "PWD", "TYPE", "PASV", "PORT", "EPSV", "EPRT", "STOR", "SYST", "FEAT", "SIZE", "MDTM", "REST", "ABOR", "NLST", "MLSD",
        "220", "221", "226", "227", "230", "235", "250", "331", "334", "354", "421", "450", "500", "530", "550", "+OK", "-ERR", "OK", "NO", "BAD",
    ];

    static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_cache =
        s_known.ToDictionary(word => word, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text of these bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        return (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    /// <summary>A short word in upper case (ASCII letters only), without an allocation where it is a common one.</summary>
    public static string Upper(ReadOnlySpan<byte> word)
    {
        Span<char> buffer = stackalloc char[16];
        if (word.Length > buffer.Length || !Ascii.IsValid(word)) return Decode(word).ToUpperInvariant();
        if (Ascii.ToUpper(word, buffer, out int written) != OperationStatus.Done) return Decode(word).ToUpperInvariant();
        ReadOnlySpan<char> upper = buffer[..written];
        return s_cache.TryGetValue(upper, out string? known) ? known : upper.ToString();
    }
}
