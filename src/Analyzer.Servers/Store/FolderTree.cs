using System.Text;

namespace Analyzer.Servers.Store;

/// <summary>
/// The mailboxes of a user as directories: a mailbox's directory lies in that of the one above it, so that renaming a whole branch is one
/// rename. A directory without <c>cur</c> is only the way to others. The caller holds the user's lock.
/// </summary>
sealed class FolderTree(string root, bool syncs, StoreLimits limits)
{
    /// <summary>The directory of a mailbox that may or may not exist.</summary>
    /// <exception cref="StoreRefusal">The way there is a link.</exception>
    public string PathOf(MailboxName name)
    {
        foreach (MailboxName part in name.Superiors().Append(name))
        {
            if (new DirectoryInfo(part.PathUnder(root)).LinkTarget is not null) throw new StoreRefusal(StoreProblem.BadName, "A mailbox may not be a link");
        }
        return name.PathUnder(root);
    }

    public bool Exists(MailboxName name) => MaildirFolder.Exists(PathOf(name));

    /// <summary>All mailboxes and the ways to them, INBOX first, each before those below it.</summary>
    public IReadOnlyList<FolderInfo> List()
    {
        var found = new List<FolderInfo> { new(MailboxName.Inbox, true, Children(Path.Combine(root, ".INBOX")).Any(), null) };
        AddBelow(null, root, found);
        return found;
    }

    public string Create(MailboxName name, string? use)
    {
        if (Exists(name)) throw new StoreRefusal(StoreProblem.AlreadyExists, "There is such a mailbox already");
        IReadOnlyList<FolderInfo> all = List();
        if (all.Count >= limits.Mailboxes) throw new StoreRefusal(StoreProblem.Limit, $"A user has at most {limits.Mailboxes} mailboxes");
        use ??= SpecialUse.Suggested(name) is { } suggested && all.All(folder => folder.Use != suggested) ? suggested : null;
        string path = PathOf(name);
        Directory.CreateDirectory(path);
        if (use is not null) Durable.Replace(Path.Combine(path, SpecialUse.FileName), Encoding.ASCII.GetBytes(use), syncs);
        MaildirFolder.Create(path, syncs);
        return path;
    }

    public void Delete(MailboxName name)
    {
        string path = PathOf(name);
        MaildirFolder.Remove(path);
        // A way that leads nowhere is none.
        foreach (MailboxName superior in name.Superiors().Reverse())
        {
            string above = superior.PathUnder(root);
            if (superior.IsInbox || Directory.EnumerateFileSystemEntries(above).Any()) break;
            Directory.Delete(above);
        }
    }

    public void Rename(MailboxName from, MailboxName to)
    {
        string source = PathOf(from), target = PathOf(to);
        if (Directory.Exists(target)) throw new StoreRefusal(StoreProblem.AlreadyExists, "There is such a mailbox already");
        if (to.IsUnder(from)) throw new StoreRefusal(StoreProblem.Cannot, "A mailbox cannot be moved below itself");
        string above = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(above);
        Directory.Move(source, target);
        if (!syncs) return;
        Durable.SyncDirectory(above);
        Durable.SyncDirectory(Path.GetDirectoryName(source)!);
    }

    void AddBelow(MailboxName? name, string path, List<FolderInfo> found)
    {
        foreach (string child in Children(path))
        {
            MailboxName childName = MailboxName.Under(name, Path.GetFileName(child)[1..]);
            bool isMailbox = MaildirFolder.Exists(child);
            bool isWay = Children(child).Any();
            // INBOX itself stands at the top, and a directory that a crash left behind is nothing.
            if ((isMailbox || isWay) && !childName.IsInbox) found.Add(new FolderInfo(childName, isMailbox, isWay, UseOf(child)));
            if (found.Count < limits.Mailboxes * 2) AddBelow(childName, child, found);
        }
    }

    static IEnumerable<string> Children(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateDirectories(path, ".*").Where(child => Path.GetFileName(child).Length > 1 && MaildirFolder.IsDirectory(child)).Order(StringComparer.Ordinal)
            : [];

    static string? UseOf(string path)
    {
        string file = Path.Combine(path, SpecialUse.FileName);
        return File.Exists(file) ? SpecialUse.All.FirstOrDefault(File.ReadAllText(file).Equals) : null;
    }
}
