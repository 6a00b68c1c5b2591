using System.Globalization;

namespace Analyzer.Servers.Store;

/// <summary>A message file as its name in <c>new</c> or <c>cur</c> tells it: <c>unique,S=octets:2,FLAGS</c>.</summary>
readonly record struct MaildirFile(string Name, MessageFlags Flags, bool IsNew)
{
    // In the order of their letters, which the format asks for.
    static readonly (char Letter, MessageFlags Flag)[] s_letters =
        [('D', MessageFlags.Draft), ('F', MessageFlags.Flagged), ('R', MessageFlags.Answered), ('S', MessageFlags.Seen), ('T', MessageFlags.Deleted)];

    /// <summary>From the name of a file.</summary>
    public static MaildirFile Parse(string fileName, bool isNew)
    {
        int info = fileName.LastIndexOf(":2,", StringComparison.Ordinal);
        if (info < 0) return new MaildirFile(fileName, MessageFlags.None, isNew);
        MessageFlags flags = s_letters.Where(known => fileName.AsSpan(info + 3).Contains(known.Letter)).Aggregate(MessageFlags.None, (all, known) => all | known.Flag);
        return new MaildirFile(fileName[..info], flags, isNew);
    }

    /// <summary>The letters of flags.</summary>
    public static string Letters(MessageFlags flags) => string.Concat(s_letters.Where(known => flags.HasFlag(known.Flag)).Select(known => known.Letter));

    /// <summary>Where the file is, below the mailbox's directory.</summary>
    public string PathUnder(string folder) => IsNew ? Path.Combine(folder, "new", Name) : Path.Combine(folder, "cur", $"{Name}:2,{Letters(Flags)}");

    /// <summary>The size that the name tells; null: it tells none.</summary>
    public static long? SizeIn(string name)
    {
        int at = name.LastIndexOf(",S=", StringComparison.Ordinal);
        if (at < 0) return null;
        ReadOnlySpan<char> digits = name.AsSpan(at + 3);
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null;
    }
}
