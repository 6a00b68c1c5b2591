using System.Text;

namespace Analyzer.Servers.Store;

/// <summary>
/// A mailbox name that is safe to turn into a path: levels separated by a slash, the first of which is <c>INBOX</c> in capitals when it
/// is that in any case (RFC 3501, section 5.1). On disk a level is a directory whose name is a dot and the level, so that neither
/// <c>cur</c> nor <c>..</c> nor an absolute path can be meant.
/// </summary>
readonly record struct MailboxName
{
    public const char Separator = '/';

    MailboxName(string text) => Text = text;

    /// <summary>Where deliveries go.</summary>
    public static MailboxName Inbox { get; } = new("INBOX");

    /// <summary>The whole name, in Unicode.</summary>
    public string Text { get; }

    public bool IsInbox => Text == Inbox.Text;

    public override string ToString() => Text;

    /// <summary>The name that a client wrote. A separator at the end, which announces that levels will follow, is dropped.</summary>
    /// <exception cref="StoreRefusal">It is no name.</exception>
    public static MailboxName Parse(string text, StoreLimits limits)
    {
        if (text.EndsWith(Separator) && text.Length > 1) text = text[..^1];
        string[] levels = text.Split(Separator);
        if (levels.FirstOrDefault(level => Problem(level, limits) is not null) is { } bad) throw Bad(Problem(bad, limits)!);
        if (levels.Length > limits.MailboxDepth) throw Bad($"A mailbox name has at most {limits.MailboxDepth} levels");
        if (Encoding.UTF8.GetByteCount(text) > limits.MailboxName) throw Bad($"A mailbox name has at most {limits.MailboxName} octets");
        if (levels[0].Equals(Inbox.Text, StringComparison.OrdinalIgnoreCase)) levels[0] = Inbox.Text;
        return new MailboxName(string.Join(Separator, levels));
    }

    /// <summary>The name whose directory is <paramref name="level"/> in that of <paramref name="parent"/>; null: at the top.</summary>
    public static MailboxName Under(MailboxName? parent, string level) => new(parent is { } name ? name.Text + Separator + level : level);

    /// <summary>The names above this one, the nearest last.</summary>
    public IEnumerable<MailboxName> Superiors()
    {
        for (int i = Text.IndexOf(Separator, StringComparison.Ordinal); i >= 0; i = Text.IndexOf(Separator, i + 1)) yield return new MailboxName(Text[..i]);
    }

    public bool IsUnder(MailboxName superior) => Text.StartsWith(superior.Text + Separator, StringComparison.Ordinal);

    /// <summary>This name after <paramref name="from"/>, which is it or above it, was renamed.</summary>
    public MailboxName Renamed(MailboxName from, MailboxName to) => new(to.Text + Text[from.Text.Length..]);

    /// <summary>The directory of this mailbox: the user's own for INBOX, and one directory in the other below it for the others.</summary>
    public string PathUnder(string root) => IsInbox ? root : Path.Combine([root, .. Text.Split(Separator).Select(level => "." + level)]);

    static StoreRefusal Bad(string why) => new(StoreProblem.BadName, why);

    static string? Problem(string level, StoreLimits limits)
    {
        if (level.Length == 0) return "A level of the mailbox name is empty";
        if (level is "." or "..") return "A mailbox name may not hold the levels '.' and '..'";
        if (level.Any(c => char.IsControl(c) || char.IsSurrogate(c) && !IsPaired(level))) return "A mailbox name may not hold control characters";
        if (level.AsSpan().ContainsAny('%', '*', '\\')) return "A mailbox name may not hold '%', '*' or a backslash";
        return Encoding.UTF8.GetByteCount(level) > limits.MailboxLevel ? $"A level of a mailbox name has at most {limits.MailboxLevel} octets" : null;
    }

    static bool IsPaired(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar) return false;
        return true;
    }
}
