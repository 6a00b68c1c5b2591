using Analyzer.Dissection.Ftp.Data;

namespace Analyzer.Dissection.Ftp.Handlers;

/// <summary>
/// What a transfer was, told from the server's preliminary reply alone, as common servers word it. Where the client's direction is not in
/// the capture, nothing else tells.
/// </summary>
/// <param name="Command">The likely command.</param>
/// <param name="Name">The file's name, where the text has it.</param>
/// <param name="Representation">Where the text has it.</param>
sealed record InferredTransfer(string Command, string? Name, string? Representation)
{
    /// <summary>One of which the replies tell nothing: only its data can tell what it was.</summary>
    public static readonly InferredTransfer Open = new("RETR", null, null);

    /// <summary>Reads the text of a reply 125 or 150; null when it does not tell.</summary>
    public static InferredTransfer? Read(string text)
    {
        string? representation = Has(text, "BINARY mode") ? "I" : Has(text, "ASCII mode") ? "A" : null;
        if (ReplyFacts.StoredName(text) is { } stored && Has(text, "FILE:")) return new InferredTransfer("STOU", stored, representation);
        if (Has(text, "directory listing") || Has(text, "file list") || Has(text, "/bin/ls") || Has(text, "for MLSD") || Has(text, "for LIST") || Has(text, "for NLST"))
        {
            return new InferredTransfer(Has(text, "MLSD") ? "MLSD" : Has(text, "NLST") ? "NLST" : "LIST", null, representation);
        }
        if (Has(text, "send data") || Has(text, "ready to receive") || Has(text, "for upload")) return new InferredTransfer("STOR", null, representation);
        // The same words stand before downloads and uploads; only the size of what is there already tells them apart.
        bool isDownload = ReplyFacts.SizeIn(text) is not null || Has(text, "to download");
        return isDownload ? new InferredTransfer("RETR", NameIn(text), representation) : null;
    }

    static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    // ... data connection for NAME (30000 bytes).
    static string? NameIn(string text)
    {
        const string Mark = "data connection for ";
        int at = text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        int size = text.LastIndexOf(" (", StringComparison.Ordinal);
        int start = at + Mark.Length;
        return at >= 0 && size > start ? text[start..size].Trim('"') : null;
    }
}
