namespace Analyzer.Dissection.Ftp.Handlers;

/// <summary>The argument of LIST, NLST and STAT, which most servers hand to <c>ls</c>: options may stand before the path.</summary>
static class ListArgument
{
    /// <summary>The path in it; null when there is none, so that the working directory is meant.</summary>
    public static string? PathOf(string argument)
    {
        ReadOnlySpan<char> rest = argument.AsSpan().TrimStart(' ');
        while (rest.Length > 1 && rest[0] == '-')
        {
            int blank = rest.IndexOf(' ');
            rest = blank < 0 ? default : rest[blank..].TrimStart(' ');
        }
        return rest.IsEmpty ? null : rest.ToString();
    }

    /// <summary>The directory whose entries are listed: the path without a pattern as its last part.</summary>
    public static string DirectoryOf(string? path)
    {
        if (path is null) return ".";
        if (path.IndexOfAny(['*', '?']) < 0) return path;
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "." : path[..Math.Max(slash, 1)];
    }
}
