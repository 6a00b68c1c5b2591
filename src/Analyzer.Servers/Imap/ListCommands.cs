using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>LIST with its extensions (RFC 9051, section 6.3.9; RFC 5258, 5819, 6154), and LSUB (RFC 3501, section 6.3.9).</summary>
static class ListCommands
{
    // Patterns of one LIST; each is compared with every name.
    const int MostPatterns = 20;

    sealed class Request
    {
        public bool OnlySubscribed { get; set; }

        public bool OnlySpecial { get; set; }

        public bool IsRecursive { get; set; }

        public bool TellsSubscribed { get; set; }

        public List<string>? Status { get; set; }

        public List<string> Patterns { get; } = [];
    }

    public static string List(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        var request = new Request();
        arguments.Space();
        bool isExtended = arguments.Peek == '(';
        if (isExtended) ReadSelection(arguments, request);
        string reference = Decode(session, arguments.AString());
        arguments.Space();
        if (arguments.Peek == '(') arguments.List(() => Add(arguments.ListMailbox()));
        else Add(arguments.ListMailbox());
        if (arguments.Try(' ') && !arguments.IsAtEnd) ReadReturn(arguments, request);
        arguments.End();
        // An empty name asks for the separator.
        if (request.Patterns is [""] && !isExtended) session.Write("* LIST (\\Noselect) \"/\" \"\"");
        else Tell(session, request);
        return "OK LIST completed";

        void Add(string pattern)
        {
            if (request.Patterns.Count >= MostPatterns) throw ImapRefusal.No("LIMIT", "There are too many patterns");
            request.Patterns.Add(pattern.Length == 0 ? "" : ListPattern.Canonical(reference + Decode(session, pattern)));
        }
    }

    public static string Lsub(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        string reference = Decode(session, arguments.AString());
        arguments.Space();
        string pattern = ListPattern.Canonical(reference + Decode(session, arguments.ListMailbox()));
        arguments.End();
        // With %, a name whose inferiors are subscribed is told too, as one that is not itself.
        IEnumerable<(MailboxName Name, bool IsSubscribed)> names = session.User!.Subscriptions.SelectMany(name => name.Superiors().Select(superior => (superior, false)).Append((name, true)))
            .GroupBy(named => named.Item1, (name, all) => (name, all.Any(one => one.Item2)));
        foreach ((MailboxName name, bool isSubscribed) in names.OrderBy(named => named.Name.Text, StringComparer.Ordinal))
        {
            if (!isSubscribed && !pattern.EndsWith('%') || !ListPattern.Matches(pattern, name.Text)) continue;
            session.Write($"* LSUB ({(isSubscribed ? "" : @"\Noselect")}) \"/\" {session.Text(name)}");
        }
        return "OK LSUB completed";
    }

    static string Decode(ImapSession session, string text) =>
        session.IsRevision2 ? text : ModifiedUtf7.Decode(text) ?? (text.Any(c => c > '~') ? text : throw ImapRefusal.Bad("The mailbox name is no modified UTF-7"));

    static void ReadSelection(ImapParser arguments, Request request)
    {
        arguments.List(() =>
        {
            switch (arguments.Name())
            {
                case "SUBSCRIBED": request.OnlySubscribed = request.TellsSubscribed = true; break;
                case "RECURSIVEMATCH": request.IsRecursive = true; break;
                case "SPECIAL-USE": request.OnlySpecial = true; break;
                case "REMOTE": break;
                case var unknown: throw ImapRefusal.Bad($"There is no selection option {unknown}");
            }
        });
        arguments.Space();
    }

    static void ReadReturn(ImapParser arguments, Request request)
    {
        if (arguments.Name() != "RETURN") throw ImapRefusal.Bad("RETURN was expected");
        arguments.Space();
        arguments.List(() =>
        {
            switch (arguments.Name())
            {
                case "SUBSCRIBED": request.TellsSubscribed = true; break;
                case "CHILDREN" or "SPECIAL-USE": break;
                case "STATUS":
                    arguments.Space();
                    request.Status = SelectCommands.ReadItems(arguments);
                    break;
                case var unknown: throw ImapRefusal.Bad($"There is no return option {unknown}");
            }
        });
    }

    static void Tell(ImapSession session, Request request)
    {
        HashSet<MailboxName> subscribed = request.TellsSubscribed || request.IsRecursive ? [.. session.User!.Subscriptions] : [];
        IEnumerable<FolderInfo> folders = session.User!.List();
        // A subscribed name may have no mailbox any more.
        if (request.OnlySubscribed)
        {
            Dictionary<MailboxName, FolderInfo> known = folders.ToDictionary(folder => folder.Name);
            IEnumerable<FolderInfo> gone = subscribed.Where(name => !known.ContainsKey(name)).Select(name => new FolderInfo(name, false, false, null));
            folders = known.Values.Concat(gone).OrderBy(folder => folder.Name.IsInbox ? "" : folder.Name.Text, StringComparer.Ordinal).ToList();
        }
        foreach (FolderInfo folder in folders)
        {
            if (!request.Patterns.Exists(pattern => pattern.Length > 0 && ListPattern.Matches(pattern, folder.Name.Text))) continue;
            bool isWanted = (!request.OnlySubscribed || subscribed.Contains(folder.Name)) && (!request.OnlySpecial || folder.Use is not null);
            bool hasWantedChild = request.IsRecursive && request.OnlySubscribed && subscribed.Any(name => name.IsUnder(folder.Name));
            if (!isWanted && !hasWantedChild) continue;
            string childInfo = hasWantedChild && !isWanted ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "";
            session.Write($"* LIST ({string.Join(' ', Attributes(session, folder, subscribed))}) \"/\" {session.Text(folder.Name)}{childInfo}");
            if (request.Status is not null && folder.IsSelectable) SelectCommands.WriteStatus(session, folder.Name, request.Status);
        }
    }

    static IEnumerable<string> Attributes(ImapSession session, FolderInfo folder, HashSet<MailboxName> subscribed)
    {
        if (!folder.IsSelectable) yield return session.IsRevision2 && !folder.HasChildren ? @"\NonExistent" : @"\Noselect";
        if (folder.IsSelectable || folder.HasChildren) yield return folder.HasChildren ? @"\HasChildren" : @"\HasNoChildren";
        if (folder.Use is not null) yield return folder.Use;
        if (subscribed.Contains(folder.Name)) yield return @"\Subscribed";
    }
}
