using System.IO.Enumeration;
using System.Text;

namespace Analyzer.Servers.Ftp.Commands;

/// <summary>What is in folders: LIST, NLST, STAT (RFC 959), MLSD, MLST (RFC 3659 7).</summary>
static class ListingCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("LIST", "[-a] [path]", (session, argument) => SendAsync(session, argument, lines: (entry, path) => FtpListing.Long(entry, Now(session)))),
        new("NLST", "[path]", (session, argument) => SendAsync(session, argument, lines: (entry, path) => path + entry.Name)),
        new("MLSD", "[folder]", MachineListAsync),
        new("MLST", "[path]", MachineFactsAsync),
        new("STAT", "[path]", StatusAsync) { IsForTransfers = true },
    ];

    static ValueTask SendAsync(FtpSession session, string argument, Func<FtpEntry, string, string> lines)
    {
        string path = WithoutOptions(argument);
        string prefix = path.LastIndexOf('/') is var slash and >= 0 ? path[..(slash + 1)] : "";
        (IReadOnlyList<FtpEntry> entries, bool isFolder) = Listed(session, path);
        if (isFolder && path.Length > 0) prefix = path.EndsWith('/') ? path : path + "/";
        return SendTextAsync(session, path, entries.Select(entry => lines(entry, prefix)));
    }

    static ValueTask MachineListAsync(FtpSession session, string argument)
    {
        FtpPath folder = session.State.Folder.To(argument);
        if (!session.Tree.Find(folder).IsFolder) throw new FtpRefusal($"501 {folder}: not a folder");
        FtpEntry[] itself = [session.Tree.Find(folder)];
        IEnumerable<string> lines = itself.Select(entry => FtpListing.Machine(entry, ".", "cdir", session.State.Facts))
            .Concat(session.Tree.List(folder).Select(entry => FtpListing.Machine(entry, entry.Name, FtpListing.Type(entry), session.State.Facts)));
        return SendTextAsync(session, folder.Text, lines);
    }

    static ValueTask MachineFactsAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        FtpEntry entry = session.Tree.Find(path);
        return session.ReplyAsync(250, $"Listing {path}", [FtpListing.Machine(entry, path.Text, FtpListing.Type(entry), session.State.Facts)], "End");
    }

    // RFC 959 4.1.3: about a running transfer, about the server, or a listing over the control connection.
    static ValueTask StatusAsync(FtpSession session, string argument)
    {
        if (session.Transfer is { } transfer) return session.ReplyAsync($"213 {transfer.Path}: {transfer.Pace?.Moved ?? 0} bytes moved");
        if (!session.State.IsLoggedIn) throw new FtpRefusal("530 Not logged in: USER and PASS come first");
        if (argument.Length > 0)
        {
            DateTime now = Now(session);
            return session.ReplyAsync(213, $"Status of {argument}", Listed(session, WithoutOptions(argument)).Entries.Select(entry => FtpListing.Long(entry, now)), "End of status");
        }
        FtpState state = session.State;
        return session.ReplyAsync(211, $"{session.Context.HostName} FTP server status", [
            $"Connected from {session.Client}",
            $"Logged in as {state.User}",
            $"Type: {(state.Form.IsText ? "ASCII" : "image")}, structure: file, mode: {(state.Form.IsDeflated ? "deflate" : "stream")}",
            $"Control connection: {(session.Channel.Tls is null ? "clear" : "TLS")}, data connections: {(state.ProtectsData ? "TLS" : "clear")}",
        ], "End of status");
    }

    // Of a folder what is in it; of a file the file; of a pattern what fits.
    static (IReadOnlyList<FtpEntry> Entries, bool IsFolder) Listed(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        if (path.Name.AsSpan().ContainsAny('*', '?'))
        {
            string pattern = path.Name;
            return ([.. session.Tree.List(path.Parent).Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false))], false);
        }
        FtpEntry found = session.Tree.Find(path);
        return found.IsFolder ? (session.Tree.List(path), true) : ([found], false);
    }

    static ValueTask SendTextAsync(FtpSession session, string path, IEnumerable<string> lines)
    {
        // RFC 959 3.1.1.1: lists are text, whatever TYPE says; the lines have CRLF already.
        FtpForm form = session.State.Form with { IsText = false };
        var text = new MemoryStream();
        foreach (string line in lines) text.Write(Encoding.UTF8.GetBytes(line + "\r\n"));
        text.Position = 0;
        session.State.Restart = 0;
        return session.StartAsync(new FtpTransfer { Path = path, Move = (data, pace) => FtpMover.SendAsync(text, data, form, 0, pace), Close = text.DisposeAsync });
    }

    // Clients hand on what people write for ls; a file of that name can be had by ./-a.
    static string WithoutOptions(string argument)
    {
        while (argument.StartsWith('-')) argument = argument.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? argument[(space + 1)..].TrimStart() : "";
        return argument;
    }

    static DateTime Now(FtpSession session) => session.Context.Clock.GetUtcNow().UtcDateTime;
}
