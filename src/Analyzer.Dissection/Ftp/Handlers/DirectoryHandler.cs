using System.Globalization;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Ftp.History;
using Analyzer.Dissection.Ftp.Listings;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Handlers;

/// <summary>Where the session is on the server, what it learns of the files there, and what it does to them other than by transfers.</summary>
sealed class DirectoryHandler(FtpSession session)
{
    string? _renameFrom;

    /// <summary>A command has its final reply, or will have none (null): then it counts as accepted.</summary>
    public void Conclude(FtpCommand command, FtpReply? reply)
    {
        string name = FtpVerb.Canonical(command.Name);
        if (reply is { IsNegative: true })
        {
            if (name == "CWD" && reply.Code == 550) Note(command, NodeStates.Denied, null);
            return;
        }
        switch (name)
        {
            case "PWD": OnPrint(reply); break;
            case "CWD": OnChange(command.Text, command, reply); break;
            case "CDUP": OnChange("..", command, reply); break;
            case "MKD": OnMake(command, reply); break;
            case "RMD": Delete(command, "directory"); break;
            case "DELE": Delete(command, "file"); break;
            case "RNFR": _renameFrom = session.Directory.Resolve(command.Text); break;
            case "RNTO": OnRename(command); break;
            case "SIZE" or "MDTM": OnFact(name, command, reply); break;
            case "MFMT" or "MFCT" or "MFF": OnAttribute(command); break;
            case "MLST": OnMachineFacts(command, reply); break;
            case "STAT": OnStatus(command, reply); break;
            case "SITE": OnSite(command); break;
            default:
                if (reply is not null && HashClaim.IsAskedBy(name) && HashClaim.TryRead(command, reply, out HashClaim? claim)) session.Learn(claim);
                break;
        }
    }

    /// <summary>The server says where the session is, whatever it was asked.</summary>
    public void OnPrint(FtpReply? reply)
    {
        if (reply is not { Code: 257 } || WorkingDirectory.Quoted(reply.Text) is not { } path) return;
        session.Directory.Set(path);
        session.LocateHome();
        session.Tree.Note(session.Directory.Path, NodeStates.Visited, reply.Time, "directory");
    }

    void OnChange(string path, FtpCommand command, FtpReply? reply)
    {
        session.Directory.Change(path);
        if (!session.Directory.IsKnown && reply is not null) session.Directory.Confirm(reply.Text);
        session.LocateHome();
        session.Tree.Note(session.Directory.Path, NodeStates.Visited, command.Time, "directory");
        session.Context.Session.SetFact("working_directory", session.Directory.Path);
    }

    void OnMake(FtpCommand command, FtpReply? reply)
    {
        string path = session.Directory.Resolve(command.Text);
        if (reply is { Code: 257 } && WorkingDirectory.Quoted(reply.Text) is ['/', ..] told && told.Length <= FtpLimits.MaxPath) path = RemotePath.Combine(told, ".") ?? path;
        session.Tree.Note(path, NodeStates.Created, command.Time, "directory");
    }

    RemoteNode? Note(FtpCommand command, NodeStates states, string? kind) =>
        command.Text.Length == 0 ? null : session.Tree.Note(session.Directory.Resolve(command.Text), states, command.Time, kind);

    void Delete(FtpCommand command, string kind)
    {
        Note(command, NodeStates.Deleted, kind);
        session.Forget(session.Directory.Resolve(command.Text));
    }

    void OnRename(FtpCommand command)
    {
        if (_renameFrom is not { } from || command.Text.Length == 0) return;
        string to = session.Directory.Resolve(command.Text);
        _renameFrom = null;
        session.Tree.NoteRenaming(from, to, command.Time);
        session.Forget(from);
        session.Forget(to);
    }

    void OnFact(string name, FtpCommand command, FtpReply? reply)
    {
        // MDTM with a time in front of the name sets it (a use before MFMT).
        if (reply is not { Code: 213 } || command.Text.Length == 0) return;
        string value = reply.Text.Trim();
        long? size = name == "SIZE" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
        string? modified = name == "MDTM" && value.Length is >= 14 and <= 32 && char.IsAsciiDigit(value[0]) ? value : null;
        if (size is null && modified is null) return;
        session.Learn(session.Directory.Resolve(command.Text), size, modified);
        if (Note(command, NodeStates.None, "file") is not { } node) return;
        RemoteTree.NoteSize(node, size);
        RemoteTree.NoteModified(node, modified);
    }

    // Facts or a time, a blank, the name.
    void OnAttribute(FtpCommand command)
    {
        int blank = command.Text.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0) return;
        RemoteNode? node = session.Tree.Note(session.Directory.Resolve(command.Text[(blank + 1)..]), NodeStates.Changed, command.Time);
        if (node is not null && command.Name == "MFMT") node.Modified = command.Text[..blank];
    }

    void OnMachineFacts(FtpCommand command, FtpReply? reply)
    {
        foreach (string line in reply?.Lines ?? [])
        {
            if (line.StartsWith(' ') && ListingParser.TryParseFacts(line[1..], out ListingEntry? entry) && entry.Kind is not null) NoteEntry(entry, command);
        }
    }

    // The name in the reply may be a full path, or that of the command.
    void NoteEntry(ListingEntry entry, FtpCommand command)
    {
        string path = session.Directory.Resolve(RemotePath.IsAbsolute(entry.Name) || command.Text.Length == 0 ? entry.Name : command.Text);
        session.Tree.NoteEntry(path, entry, command.Time);
        session.Learn(path, entry.Kind == "file" ? entry.Size : null, entry.Modified);
    }

    // STAT with a path lists it on the control connection (RFC 959 section 4.1.3).
    void OnStatus(FtpCommand command, FtpReply? reply)
    {
        string? path = ListArgument.PathOf(command.Text);
        if (reply is null || command.Text.Length == 0) return;
        var reader = new ListingReader("STAT");
        foreach (string line in reply.Lines) reader.Add(line.TrimStart(' '));
        if (reader.Entries.Count == 0) return;
        session.Tree.NoteListing(session.Directory.Resolve(path ?? "."), reader.Entries, command.Time);
        session.Context.Finding(Severity.Info, "listing-in-reply", $"STAT {command.Text}: lists {reader.Entries.Count} entries on the control connection", command.Packet);
    }

    void OnSite(FtpCommand command)
    {
        string[] words = command.Text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var word, var mode, var path] || !word.Equals("CHMOD", StringComparison.OrdinalIgnoreCase)) return;
        RemoteNode? node = session.Tree.Note(session.Directory.Resolve(path), NodeStates.Changed, command.Time);
        if (node is not null) node.Mode = mode;
    }
}
