using System.Text;

namespace Analyzer.Servers.Ftp;

/// <summary>A place in the tree that a server shows, as its clients name it: from the root, without <c>.</c> and <c>..</c>.</summary>
sealed record FtpPath
{
    // NAME_MAX and PATH_MAX of the common systems.
    const int MaxName = 255, MaxPath = 4096;

    FtpPath(string text) => Text = text;

    public static FtpPath Root { get; } = new("/");

    /// <summary>Such as <c>/pub/a.txt</c>; the root is <c>/</c>.</summary>
    public string Text { get; }

    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    public bool IsRoot => Text.Length == 1;

    public FtpPath Parent => IsRoot ? this : Text.LastIndexOf('/') is var slash and > 0 ? new(Text[..slash]) : Root;

    /// <summary>The names on the way from the root.</summary>
    public string[] Names => Text.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a client means by <paramref name="argument"/> while its working directory is this.</summary>
    /// <exception cref="FtpRefusal">It names no place in the tree.</exception>
    public FtpPath To(string argument)
    {
        if (argument.Any(char.IsControl)) throw new FtpRefusal("550 A name with NUL or other control characters is not taken");
        var names = new List<string>(argument.StartsWith('/') ? [] : Names);
        foreach (string name in argument.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".") continue;
            if (name != "..") names.Add(Checked(name));
            else if (names.Count > 0) names.RemoveAt(names.Count - 1);
            else throw new FtpRefusal("550 There is nothing above /: '..' would lead out of what this server shows");
        }
        var path = new FtpPath("/" + string.Join('/', names));
        return Encoding.UTF8.GetByteCount(path.Text) <= MaxPath ? path : throw new FtpRefusal("550 The path is too long");
    }

    // On Windows also drive letters, backslashes, streams.
    static string Checked(string name) =>
        name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 ? throw new FtpRefusal("550 The name holds a character that no file name may hold")
        : Encoding.UTF8.GetByteCount(name) > MaxName ? throw new FtpRefusal("550 The name is too long")
        : name;

    /// <summary>As in 257 replies (RFC 959 appendix II): a quote is doubled.</summary>
    public string Quoted => $"\"{Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string ToString() => Text;
}
