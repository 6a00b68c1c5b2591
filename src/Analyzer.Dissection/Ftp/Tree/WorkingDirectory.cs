namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>
/// Where a session is on the server, as far as the dialogue tells: from PWD's answer or an absolute CWD on it is known; until then only
/// relative to where the login led.
/// </summary>
sealed class WorkingDirectory
{
    /// <summary>It is known from the server's root on.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Absolute when known, else from <see cref="RemotePath.Home"/> on.</summary>
    public string Path { get; private set; } = RemotePath.Home;

    /// <summary>The session begins anew (login, REIN).</summary>
    public void Reset() => (IsKnown, Path) = (false, RemotePath.Home);

    /// <summary>The server says where the session is.</summary>
    public void Set(string path)
    {
        if (path.Length == 0 || path.Length > FtpLimits.MaxPath) return;
        (IsKnown, Path) = (true, RemotePath.IsAbsolute(path) ? RemotePath.Combine(path, ".") ?? path : path);
    }

    /// <summary>The session goes to another directory.</summary>
    public void Change(string path)
    {
        if (path.Length == 0) return;
        bool isKnown = IsKnown || RemotePath.IsAbsolute(path);
        if (path[0] == '~') Reset(); // Back to where the login led, or to somebody's home: unknown.
        else if (RemotePath.Combine(Path, path) is { } place) (IsKnown, Path) = (isKnown, place);
        else Reset();
    }

    /// <summary>A path with its place in the tree: from the root on, or from where the login led.</summary>
    public string Resolve(string path) => RemotePath.Combine(Path, path) ?? path;

    /// <summary>A path as the records have it: absolute when the directory is known, else as given.</summary>
    public string? Tell(string? path)
    {
        if (path is null) return IsKnown ? Path : null;
        return IsKnown || RemotePath.IsAbsolute(path) ? Resolve(path) : path;
    }

    /// <summary>
    /// The path between the first pair of quotation marks, those inside doubled (RFC 959 appendix II). Null: there is none.
    /// </summary>
    public static string? Quoted(string reply)
    {
        int open = reply.IndexOf('"', StringComparison.Ordinal);
        if (open < 0) return null;
        for (int i = open + 1; i < reply.Length; i++)
        {
            if (reply[i] != '"') continue;
            if (i + 1 < reply.Length && reply[i + 1] == '"') i++;
            else return reply[(open + 1)..i].Replace("\"\"", "\"", StringComparison.Ordinal);
        }
        return null;
    }
}
