namespace Analyzer.Servers.Ftp.Commands;

/// <summary>Facts of one file over the control connection: RFC 3659 3 and 4, and MFMT (draft-somers-ftp-mfxx).</summary>
static class FactCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("SIZE", "<file>", SizeAsync),
        new("MDTM", "<file>", ModifiedAsync),
        new("MFMT", "<yyyymmddhhmmss> <file>", SetModifiedAsync) { Writes = true },
    ];

    static async ValueTask SizeAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        FtpEntry file = File(session, path);
        long size = session.State.Form.IsText ? await SizeAsTextAsync(session, path, file) : file.Size;
        await session.ReplyAsync($"213 {Math.Max(0, size + session.Fault.CountError)}");
    }

    // RFC 3659 4: the octets that RETR would send now.
    static async ValueTask<long> SizeAsTextAsync(FtpSession session, FtpPath path, FtpEntry entry)
    {
        if (entry.Size > session.Options.Limits.MaxCounted) throw new FtpRefusal("550 Too large to be counted as text: TYPE I tells its size");
        await using FileStream file = session.Tree.OpenRead(path);
        var lines = new NetworkText();
        byte[] buffer = new byte[64 * 1024], text = new byte[2 * buffer.Length];
        long size = 0;
        while (await file.ReadAsync(buffer, session.Stop) is var read and > 0) size += lines.Encode(buffer.AsSpan(0, read), text);
        return size;
    }

    static ValueTask ModifiedAsync(FtpSession session, string argument) =>
        session.ReplyAsync("213 " + FtpListing.Time(session.Tree.Find(session.State.Folder.To(argument)).Modified));

    static ValueTask SetModifiedAsync(FtpSession session, string argument)
    {
        string[] words = argument.Split(' ', 2);
        if (words.Length < 2 || !FtpListing.TryParseTime(words[0], out DateTime time)) throw new FtpRefusal("501 Syntax: MFMT <yyyymmddhhmmss> <file>");
        FtpPath path = session.State.Folder.To(words[1]);
        session.Tree.SetModified(path, time);
        return session.ReplyAsync($"213 Modify={FtpListing.Time(time)}; {path}");
    }

    internal static FtpEntry File(FtpSession session, FtpPath path)
    {
        FtpEntry entry = session.Tree.Find(path);
        return entry.IsFolder ? throw new FtpRefusal($"550 {path}: a folder, not a file") : entry;
    }
}
