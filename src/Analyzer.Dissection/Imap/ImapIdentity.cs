using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>What the two sides say of themselves: the greeting, and ID (RFC 2971).</summary>
internal static class ImapIdentity
{
    /// <summary>The software in ID's list of pairs; null when it does not say.</summary>
    public static string? Software(ArgumentList pairs)
    {
        (string? name, string? version) = (null, null);
        for (int at = 1; at + 1 < pairs.Count; at += 2)
        {
            if (!pairs[at].IsText || pairs[at + 1].IsNil) continue;
            if (pairs[at].Text.Equals("name", StringComparison.OrdinalIgnoreCase)) name = pairs[at + 1].Text;
            else if (pairs[at].Text.Equals("version", StringComparison.OrdinalIgnoreCase)) version = pairs[at + 1].Text;
        }
        return name is null || version is null ? name : $"{name} {version}";
    }

    /// <summary>The first word of a greeting that can only be a host's name; null when there is none.</summary>
    public static string? HostName(ReadOnlySpan<byte> greeting)
    {
        var words = new ImapTokenizer(greeting);
        while (words.TryRead(out ImapToken word))
        {
            if (word.Kind == ImapTokenKind.Atom && IsHostName(word.Text)) return WireText.Decode(word.Text);
        }
        return null;
    }

    // At least two labels, the last one of letters: a version number has none, a sentence's last word no second label.
    static bool IsHostName(ReadOnlySpan<byte> word)
    {
        int dot = word.LastIndexOf((byte)'.');
        if (dot <= 0 || word.Length - dot < 3) return false;
        foreach (byte b in word[(dot + 1)..])
        {
            if (!char.IsAsciiLetter((char)b)) return false;
        }
        byte previous = (byte)'.';
        foreach (byte b in word)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'.')) return false;
            if (b == '.' && previous == '.') return false;
            previous = b;
        }
        return true;
    }
}
