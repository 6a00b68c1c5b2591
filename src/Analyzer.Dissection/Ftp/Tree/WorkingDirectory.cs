namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>
/// Where a session is on the server, as far as the dialogue tells: from PWD's answer or an absolute CWD on it is known; until then only
/// relative to where the login led.
/// </summary>
sealed class WorkingDirectory
{
    string _home = RemotePath.HomeOf(null);

    /// <summary>It is known from the server's root on.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Absolute when known, else from the user's home on.</summary>
    public string Path { get; private set; } = RemotePath.HomeOf(null);

    /// <summary>Where the user's home is, once the dialogue has told; null before.</summary>
    public string? HomePlace { get; private set; }

    /// <summary>The user's home, as paths have it while its place is not known.</summary>
    public string Home => _home;

    /// <summary>A session begins for somebody: it is where the login leads.</summary>
    public void Begin(string? user)
    {
        _home = RemotePath.HomeOf(user);
        HomePlace = null;
        Reset();
    }

    void Reset() => (IsKnown, Path) = (false, _home);

    /// <summary>The server says where the session is.</summary>
    public void Set(string path)
    {
        if (path.Length == 0 || path.Length > FtpLimits.MaxPath) return;
        string place = RemotePath.IsAbsolute(path) ? RemotePath.Combine(path, ".") ?? path : path;
        string below = Path[Math.Min(_home.Length, Path.Length)..];
        if (!IsKnown && place.EndsWith(below, StringComparison.Ordinal)) HomePlace = place.Length > below.Length ? place[..^below.Length] : "/";
        (IsKnown, Path) = (true, place);
    }

    /// <summary>The session goes to another directory.</summary>
    public void Change(string path)
    {
        if (path.Length == 0) return;
        bool isKnown = IsKnown || RemotePath.IsAbsolute(path);
        if (path[0] == '~') Reset(); // Back to where the login led, or to somebody else's home.
        else if (RemotePath.Combine(Path, path) is { } place) (IsKnown, Path) = (isKnown, place);
        else Reset();
    }

    /// <summary>
    /// The server says, in the reply to a change of directory, where it led. Such replies do not always double quotation marks, so what they say
    /// counts only when it ends as the client's own path did.
    /// </summary>
    public void Confirm(string reply)
    {
        int open = reply.IndexOf('"', StringComparison.Ordinal), close = reply.LastIndexOf('"');
        if (close <= open + 1 || reply[open + 1] != '/') return;
        string told = reply[(open + 1)..close];
        if (told == "/" || RemotePath.NameOf(told) == RemotePath.NameOf(Path)) Set(told);
    }

    /// <summary>A path with its place in the tree: from the root on, or from the user's home on.</summary>
    public string Resolve(string path)
    {
        bool isAtHome = path == "~" || path.StartsWith("~/", StringComparison.Ordinal);
        return (isAtHome ? RemotePath.Combine(_home, path[1..].TrimStart('/')) : RemotePath.Combine(Path, path)) ?? path;
    }

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
