namespace Analyzer.Servers.Ftp.Commands;

/// <summary>Directories and names: RFC 959 4.1.3 and appendix II.</summary>
static class FolderCommands
{
    public static FtpCommand[] All { get; } =
    [
        .. Both("PWD", "XPWD", "", PrintAsync, writes: false),
        .. Both("CWD", "XCWD", "<folder>", ChangeAsync, writes: false),
        .. Both("CDUP", "XCUP", "", (session, _) => ChangeAsync(session, ".."), writes: false),
        .. Both("MKD", "XMKD", "<folder>", MakeAsync, writes: true),
        .. Both("RMD", "XRMD", "<folder>", RemoveAsync, writes: true),
        new("DELE", "<file>", DeleteAsync) { Writes = true },
        new("RNFR", "<name>", RenameFromAsync) { Writes = true },
        new("RNTO", "<name>", RenameToAsync) { Writes = true },
    ];

    // The names with X are those of RFC 775, which clients fall back to.
    static FtpCommand[] Both(string verb, string old, string syntax, Func<FtpSession, string, ValueTask> run, bool writes) =>
        [new(verb, syntax, run) { Writes = writes }, new(old, syntax, run) { Writes = writes }];

    static ValueTask PrintAsync(FtpSession session, string argument) => session.ReplyAsync($"257 {session.State.Folder.Quoted} is the current directory");

    static ValueTask ChangeAsync(FtpSession session, string argument)
    {
        session.State.Folder = session.Tree.Folder(session.State.Folder.To(argument));
        return session.ReplyAsync($"250 The current directory is {session.State.Folder}");
    }

    static ValueTask MakeAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        session.Tree.MakeFolder(path);
        return session.ReplyAsync($"257 {path.Quoted} created");
    }

    static ValueTask RemoveAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        session.Tree.RemoveFolder(path);
        return session.ReplyAsync($"250 {path} removed");
    }

    static ValueTask DeleteAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        session.Tree.DeleteFile(path);
        return session.ReplyAsync($"250 {path} deleted");
    }

    static ValueTask RenameFromAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        session.Tree.Find(path);
        session.State.Renamed = path;
        return session.ReplyAsync("350 RNTO comes next");
    }

    static ValueTask RenameToAsync(FtpSession session, string argument)
    {
        FtpPath from = session.State.Renamed ?? throw new FtpRefusal("503 RNFR comes first");
        FtpPath to = session.State.Folder.To(argument);
        session.Tree.Rename(from, to);
        return session.ReplyAsync($"250 {from} is {to} now");
    }
}
