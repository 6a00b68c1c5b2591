using System.Buffers;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>What a line must look like to be a command or a response, and how its tokens reach their reader.</summary>
internal static class ImapSyntax
{
    static readonly HashSet<string> s_commands =
    [
        "CAPABILITY", "NOOP", "LOGOUT", "ID", "COMPRESS", "LANGUAGE", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE", "COMPARATOR", "NOTIFY",
        "UNAUTHENTICATE", "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LSUB", "XLIST", "NAMESPACE",
        "STATUS", "APPEND", "IDLE", "RLIST", "RLSUB", "GETQUOTA", "GETQUOTAROOT", "SETQUOTA", "SETACL", "DELETEACL", "GETACL", "LISTRIGHTS",
        "MYRIGHTS", "GETMETADATA", "SETMETADATA", "GETANNOTATION", "SETANNOTATION", "GENURLAUTH", "RESETKEY", "URLFETCH", "ESEARCH",
        "GETJMAPACCESS", "CLOSE", "UNSELECT", "CHECK", "EXPUNGE", "SEARCH", "SORT", "THREAD", "FETCH", "STORE", "COPY", "MOVE", "REPLACE",
        "CONVERT", "CONVERSIONS", "CANCELUPDATE", "PARTIAL", "UID", "XAPPLEPUSHSERVICE",
    ];

    static readonly HashSet<string> s_responses =
    [
        "OK", "NO", "BAD", "BYE", "PREAUTH", "CAPABILITY", "ENABLED", "ID", "LANGUAGE", "COMPARATOR", "NAMESPACE", "LIST", "LSUB", "XLIST",
        "STATUS", "FLAGS", "SEARCH", "ESEARCH", "SORT", "THREAD", "QUOTA", "QUOTAROOT", "ACL", "LISTRIGHTS", "MYRIGHTS", "METADATA",
        "ANNOTATION", "GENURLAUTH", "URLFETCH", "CONVERSION", "JMAPACCESS", "VANISHED",
    ];

    static readonly SearchValues<byte> s_noTag = SearchValues.Create("(){%*\"\\+"u8);

    static readonly SearchValues<byte> s_commandLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);

    static readonly HashSet<string> s_numbered = ["EXISTS", "RECENT", "EXPUNGE", "FETCH", "UIDFETCH", "CONVERTED"];

    /// <summary>
    /// Hands the tokens of a line, from its byte <paramref name="start"/> on, to their reader. True: a literal follows the line, as <paramref name="header"/> says. An announcement
    /// inside quotes is none.
    /// </summary>
    public static bool Feed(ReadOnlySpan<byte> line, int start, IImapReader reader, out LiteralHeader header)
    {
        bool hasLiteral = LiteralHeader.TryFind(line, out header) && header.Start >= start;
        var tokens = new ImapTokenizer(hasLiteral ? line[..header.Start] : line, start);
        while (tokens.TryRead(out ImapToken token)) reader.OnToken(token);
        return hasLiteral && !tokens.EndedInQuotes;
    }

    /// <summary>Parts a command line. A line of one word is a command without a tag. False: it can be no command.</summary>
    public static bool TrySplitCommand(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> tag, out string name, out ReadOnlySpan<byte> arguments)
    {
        ReadOnlySpan<byte> first = TakeWord(ref line);
        ReadOnlySpan<byte> word = TakeWord(ref line);
        tag = word.IsEmpty ? default : first;
        if (word.IsEmpty) word = first;
        name = WireText.Upper(word);
        if (name == "UID" && !line.IsEmpty) name = "UID " + WireText.Upper(TakeWord(ref line));
        arguments = line;
        return !word.ContainsAnyExcept(s_commandLetters);
    }

    /// <summary>What stands before the first space.</summary>
    public static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)' ');
        return end < 0 ? line : line[..end];
    }

    static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        int end = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return word;
    }

    /// <summary>Whether a line can only be a command: a tag and a word that is one. Where dissection begins anew, behind a gap.</summary>
    public static bool LooksLikeCommand(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> tag = TakeWord(ref line);
        ReadOnlySpan<byte> word = TakeWord(ref line);
        return IsTag(tag) && word.Length is > 0 and <= 20 && s_commands.Contains(WireText.Upper(word));
    }

    /// <summary>
    /// Whether a line can only be a response. <paramref name="pending"/> tells whose answers are awaited, <paramref name="isAwaitingGoAhead"/>
    /// that <c>+</c> is.
    /// </summary>
    public static bool LooksLikeResponse(ReadOnlySpan<byte> line, PendingCommands pending, bool isAwaitingGoAhead)
    {
        if (isAwaitingGoAhead && (line.SequenceEqual("+"u8) || line.StartsWith("+ "u8))) return true;
        ReadOnlySpan<byte> tag = TakeWord(ref line);
        if (!tag.SequenceEqual("*"u8))
        {
            bool isAwaited = pending.Oldest is null ? IsTag(tag) : pending.Find(tag) is not null;
            return isAwaited && StatusResponse.TryParse(line, out StatusResponse status) && status.Result is "OK" or "NO" or "BAD";
        }
        ReadOnlySpan<byte> word = TakeWord(ref line);
        if (!ImapToken.TryParseNumber(word, out _)) return word.Length is > 0 and <= 20 && s_responses.Contains(WireText.Upper(word));
        word = TakeWord(ref line);
        return word.Length is > 0 and <= 20 && s_numbered.Contains(WireText.Upper(word));
    }

    // RFC 9051 section 9: any atom character but +. Real tags are short.
    static bool IsTag(ReadOnlySpan<byte> word) =>
        word.Length is > 0 and <= 32 && !word.ContainsAny(s_noTag) && !word.ContainsAnyExceptInRange((byte)'!', (byte)'~');
}
