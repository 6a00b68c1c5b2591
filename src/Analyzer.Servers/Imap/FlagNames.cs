using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>Flags as IMAP writes them.</summary>
static class FlagNames
{
    static readonly (string Name, MessageFlags Flag)[] s_names =
        [(@"\Answered", MessageFlags.Answered), (@"\Flagged", MessageFlags.Flagged), (@"\Deleted", MessageFlags.Deleted), (@"\Seen", MessageFlags.Seen), (@"\Draft", MessageFlags.Draft)];

    /// <summary>The system flags that can be set.</summary>
    public static IEnumerable<string> System => s_names.Select(known => known.Name);

    public static IEnumerable<string> Of(MessageFlags flags) => s_names.Where(known => flags.HasFlag(known.Flag)).Select(known => known.Name);

    /// <summary>Reads a list of flags, with or without parentheses. \Recent cannot be set and is passed over.</summary>
    public static (MessageFlags Flags, IReadOnlyList<string> Keywords) Read(ImapParser parser)
    {
        var flags = MessageFlags.None;
        var keywords = new List<string>();
        if (parser.Peek == '(') parser.List(One);
        else
        {
            do One();
            while (parser.Try(' '));
        }
        return (flags, keywords);

        void One()
        {
            if (!parser.Try('\\'))
            {
                keywords.Add(parser.Atom());
                return;
            }
            string name = @"\" + parser.Atom();
            (string Name, MessageFlags Flag) known = s_names.FirstOrDefault(flag => flag.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known.Name is null && !name.Equals(@"\Recent", StringComparison.OrdinalIgnoreCase)) throw ImapRefusal.Bad($"There is no flag {name}");
            flags |= known.Flag;
        }
    }
}
