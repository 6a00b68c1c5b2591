namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>
/// Paths as FTP servers have them: parts with slashes between, from a root. Where the root was not told, a home stands for it: <c>~</c> and the
/// name of the user, for the place where the login led.
/// </summary>
static class RemotePath
{
    /// <summary>The longest name of a user that makes a home; names are hostile, too.</summary>
    const int MaxUser = 64;

    /// <summary>The home of a user; of nobody in particular before a login.</summary>
    public static string HomeOf(string? user)
    {
        if (user is null) return "~";
        return "~" + (user.Length > MaxUser ? user[..MaxUser] : user).Replace('/', '_');
    }

    /// <summary>Begins at a home.</summary>
    public static bool IsAtHome(string path) => path.StartsWith('~');

    /// <summary>Begins at the server's root, or at a drive.</summary>
    public static bool IsAbsolute(string path) =>
        path.Length > 0 && (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])));

    /// <summary>
    /// The place that <paramref name="path"/> leads to from <paramref name="directory"/>, without dots and doubled slashes. Never leads above the
    /// root. Null: it is longer than is tracked.
    /// </summary>
    public static string? Combine(string directory, string path)
    {
        string start = IsAbsolute(path) ? "" : directory;
        if (path.Length + start.Length > FtpLimits.MaxPath) return null;
        bool hasSlash = (start + path).StartsWith('/');
        var parts = new List<string>();
        // A home or a drive is the first part, and stays.
        AddParts(parts, start, hasSlash ? 0 : 1);
        AddParts(parts, path, hasSlash ? 0 : 1);
        return (hasSlash ? "/" : "") + string.Join('/', parts);
    }

    static void AddParts(List<string> parts, string path, int fixedParts)
    {
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > fixedParts) parts.RemoveAt(parts.Count - 1);
        }
    }

    /// <summary>The last part; null for a root, or for no path.</summary>
    public static string? NameOf(string? path)
    {
        if (path is null) return null;
        string trimmed = path.TrimEnd('/');
        string name = trimmed[(trimmed.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? null : name;
    }
}
