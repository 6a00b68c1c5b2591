namespace Analyzer.Servers.Store;

/// <summary>A directory in Maildir form: <c>tmp</c>, <c>new</c> and <c>cur</c>. Links are not followed.</summary>
static class MaildirFolder
{
    /// <summary>A mailbox is there, and not only the way to those below.</summary>
    public static bool Exists(string folder) => IsDirectory(folder) && IsDirectory(Path.Combine(folder, "cur"));

    public static bool IsDirectory(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };

    /// <summary>Makes it; <c>cur</c>, which makes it a mailbox, comes last.</summary>
    public static void Create(string folder, bool syncs)
    {
        Directory.CreateDirectory(folder);
        foreach (string part in (string[])["tmp", "new", "cur"]) Directory.CreateDirectory(Path.Combine(folder, part));
        if (!syncs) return;
        Durable.SyncDirectory(folder);
        Durable.SyncDirectory(Path.GetDirectoryName(folder)!);
    }

    /// <summary>Removes the mailbox but not those below it; <c>cur</c> goes first.</summary>
    public static void Remove(string folder)
    {
        string doomed = Path.Combine(folder, "cur.removed");
        if (Directory.Exists(doomed)) Directory.Delete(doomed, recursive: true);
        Directory.Move(Path.Combine(folder, "cur"), doomed);
        foreach (string part in (string[])["cur.removed", "new", "tmp"])
            if (Directory.Exists(Path.Combine(folder, part))) Directory.Delete(Path.Combine(folder, part), recursive: true);
        foreach (string file in Directory.EnumerateFiles(folder)) File.Delete(file);
        if (!Directory.EnumerateDirectories(folder).Any()) Directory.Delete(folder);
    }

    /// <summary>The messages. A message that a crash left under two names counts once, in <c>cur</c>.</summary>
    public static Dictionary<string, MaildirFile> Scan(string folder)
    {
        var found = new Dictionary<string, MaildirFile>(StringComparer.Ordinal);
        foreach (string part in (string[])["new", "cur"])
        {
            var directory = new DirectoryInfo(Path.Combine(folder, part));
            if (!directory.Exists) continue;
            foreach (FileInfo file in directory.EnumerateFiles())
            {
                if (file.Name.StartsWith('.') || file.LinkTarget is not null || file.Name.Any(char.IsControl)) continue;
                MaildirFile message = MaildirFile.Parse(file.Name, part == "new");
                string expected = message.PathUnder(folder);
                if (expected != file.FullName) File.Move(file.FullName, expected, overwrite: true);
                found[message.Name] = message;
            }
        }
        return found;
    }

    /// <summary>The octets of all messages.</summary>
    public static long Octets(string folder)
    {
        long sum = 0;
        foreach (string part in (string[])["new", "cur"])
        {
            var directory = new DirectoryInfo(Path.Combine(folder, part));
            if (directory.Exists) sum += directory.EnumerateFiles().Sum(file => MaildirFile.SizeIn(file.Name) ?? file.Length);
        }
        return sum;
    }
}
