namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>Paths as FTP servers have them: parts with slashes between, from a root. Where the root is not known, <c>~</c> stands for where the login led.</summary>
static class RemotePath
{
    /// <summary>Where the login led.</summary>
    public const string Home = "~";

    /// <summary>Begins at the server's root, or at a drive.</summary>
    public static bool IsAbsolute(string path) =>
        path.Length > 0 && (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])));

    /// <summary>
    /// The place that <paramref name="path"/> leads to from <paramref name="directory"/>, without dots and doubled slashes. Never leads above the
    /// root. Null: it is longer than is tracked.
    /// </summary>
    public static string? Combine(string directory, string path)
    {
        bool isAbsolute = IsAbsolute(path);
        if (path.Length + (isAbsolute ? 0 : directory.Length) > FtpLimits.MaxPath) return null;
        var parts = new List<string>();
        if (!isAbsolute) AddParts(parts, directory);
        AddParts(parts, path);
        bool isOpen = parts.Count > 0 && (parts[0] == Home || IsAbsolute(parts[0]));
        return isOpen ? string.Join('/', parts) : "/" + string.Join('/', parts);
    }

    static void AddParts(List<string> parts, string path)
    {
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0 && (parts.Count > 1 || parts[0] != Home)) parts.RemoveAt(parts.Count - 1);
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

    /// <summary>Where it lies; null for a root.</summary>
    public static string? DirectoryOf(string path)
    {
        int slash = path.TrimEnd('/').LastIndexOf('/');
        if (slash < 0) return null;
        if (slash > 0) return path[..slash];
        return path.Length > 1 ? "/" : null;
    }
}
