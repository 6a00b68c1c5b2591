namespace Analyzer.Terminal.Commands;

/// <summary>A mailbox on a server, as a URL names it (RFC 2384, RFC 5092): <c>imap://user:password@host:port/folder</c>, <c>pop3s://host</c>.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">That of the protocol unless the URL tells one.</param>
/// <param name="IsImap">IMAP; else POP3.</param>
/// <param name="IsTlsImplicit"><c>imaps</c> or <c>pop3s</c>: TLS from the first octet.</param>
/// <param name="User">Null: the URL names none.</param>
/// <param name="Password">Null: the URL has none.</param>
/// <param name="Folder">Empty: INBOX.</param>
sealed record FetchPlace(string Host, int Port, bool IsImap, bool IsTlsImplicit, string? User, string? Password, string Folder)
{
    /// <exception cref="UsageException">It is no such URL.</exception>
    public static FetchPlace Parse(string text)
    {
        int usual = text.Split(':')[0].ToLowerInvariant() switch { "pop3" or "pop" => 110, "pop3s" or "pops" => 995, "imap" => 143, "imaps" => 993, _ => 0 };
        if (usual == 0 || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            throw new UsageException($"'{text}' is no pop3://HOST, pop3s://HOST, imap://HOST/FOLDER or imaps://HOST/FOLDER");
        string[] login = uri.UserInfo.Split(':', 2);
        string folder = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        bool isImap = usual is 143 or 993;
        if (!isImap && folder.Length > 0) throw new UsageException("POP3 has no folders");
        string? user = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null;
        return new FetchPlace(uri.DnsSafeHost, uri.Port > 0 ? uri.Port : usual, isImap, usual > 900, user, login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null, folder);
    }
}
