namespace Analyzer.Terminal.Commands;

/// <summary>A place on an FTP server, as a URL names it (RFC 1738 3.2): <c>ftp://user:password@host:port/path</c>.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Where the control connection goes.</param>
/// <param name="IsTlsImplicit"><c>ftps</c>: TLS from the first octet.</param>
/// <param name="User">Null: the URL names none.</param>
/// <param name="Password">Null: the URL has none.</param>
/// <param name="Path">From where the login leads; from the root with a slash before it. Empty: the folder of the login.</param>
sealed record FtpPlace(string Host, int Port, bool IsTlsImplicit, string? User, string? Password, string Path)
{
    const int FtpPort = 21, FtpsPort = 990;

    /// <summary>The last name of the path; empty: there is none that a file here could have.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..] is var name && name is not ("." or "..") && name.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) < 0 ? name : "";

    /// <exception cref="UsageException">It is no such URL.</exception>
    public static FtpPlace Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal)) text = "ftp://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("ftp" or "ftps") || uri.Host.Length == 0)
            throw new UsageException($"'{text}' is no ftp://HOST/PATH or ftps://HOST/PATH");
        bool isImplicit = uri.Scheme == "ftps";
        string[] login = uri.UserInfo.Split(':', 2);
        int port = uri.Port is > 0 and var told ? told : isImplicit ? FtpsPort : FtpPort;
        string? user = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null;
        string? password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null;
        return new FtpPlace(uri.DnsSafeHost, port, isImplicit, user, password, Uri.UnescapeDataString(uri.AbsolutePath[1..]));
    }
}
