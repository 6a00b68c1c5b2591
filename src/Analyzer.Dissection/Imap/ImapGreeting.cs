namespace Analyzer.Dissection.Imap;

/// <summary>Recognises IMAP on an unknown port.</summary>
internal static class ImapGreeting
{
    // Enough for the longest tag and word that are looked at.
    const int Enough = 64;

    /// <summary>The server's first bytes tell: a greeting, or where the beginning is missing, a response; without them, the client's.</summary>
    public static bool? Matches(ReadOnlySpan<byte> fromServer, ReadOnlySpan<byte> fromClient)
    {
        if (!fromServer.IsEmpty) return IsResponse(fromServer);
        return fromClient.IsEmpty ? null : IsCommand(fromClient);
    }

    static bool? IsResponse(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != '*') return false;
        if (bytes.Length > 1 && bytes[1] != ' ') return false;
        return FirstLine(bytes) is { IsEmpty: false } line ? ImapSyntax.LooksLikeResponse(line, new PendingCommands(), isAwaitingGoAhead: false) : bytes.Length >= Enough ? false : null;
    }

    // FTP and SMTP have commands of two words, too: only a tag with a digit, or the point that people type, is certain.
    static bool? IsCommand(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> line = FirstLine(bytes);
        if (line.IsEmpty) return bytes.Length >= Enough ? false : null;
        ReadOnlySpan<byte> tag = ImapSyntax.FirstWord(line);
        return (tag.ContainsAnyInRange((byte)'0', (byte)'9') || tag.SequenceEqual("."u8)) && ImapSyntax.LooksLikeCommand(line);
    }

    // The first words are enough: a greeting may list capabilities for a kilobyte.
    static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        if (end >= 0) return bytes[..end].TrimEnd((byte)'\r');
        return bytes.Length >= Enough ? bytes : default;
    }
}
