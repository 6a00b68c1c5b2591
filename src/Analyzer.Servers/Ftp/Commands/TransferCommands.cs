using System.Globalization;

namespace Analyzer.Servers.Ftp.Commands;

/// <summary>Files over data connections: RFC 959 4.1.3, RFC 3659 5.</summary>
static class TransferCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("RETR", "<file>", RetrieveAsync),
        new("STOR", "<file>", StoreAsync) { Writes = true },
        new("APPE", "<file>", AppendAsync) { Writes = true },
        new("STOU", "[file]", StoreUniqueAsync) { Writes = true },
        new("REST", "<octets>", RestartAsync),
        new("ALLO", "<octets>", AllocateAsync),
        new("ABOR", "", AbortAsync) { IsForTransfers = true },
    ];

    static ValueTask RetrieveAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        FtpForm form = session.State.Form;
        long offset = TakeRestart(session);
        FileStream file = session.Tree.OpenRead(path);
        if (!form.IsText && offset > file.Length)
        {
            file.Dispose();
            throw new FtpRefusal($"554 The file ends before octet {offset}");
        }
        if (!form.IsText) file.Seek(offset, SeekOrigin.Begin);
        long announced = Math.Max(0, file.Length - offset + session.Fault.CountError);
        var transfer = new FtpTransfer
        {
            Path = path.Text,
            Move = (data, pace) => FtpMover.SendAsync(file, data, form, form.IsText ? offset : 0, pace),
            Close = file.DisposeAsync,
        };
        // With TYPE A the octets on the wire are more than those of the file.
        return session.StartAsync(transfer, form.IsText ? "" : $" ({announced} bytes)");
    }

    static ValueTask StoreAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        return ReceiveAsync(session, path, session.Tree.OpenWrite(path, TakeRestart(session)));
    }

    static ValueTask AppendAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        TakeRestart(session);
        return ReceiveAsync(session, path, session.Tree.OpenWrite(path, offset: -1));
    }

    static ValueTask StoreUniqueAsync(FtpSession session, string argument)
    {
        FtpPath wished = session.State.Folder.To(argument.Length == 0 ? "upload" : argument);
        TakeRestart(session);
        (FtpPath path, FileStream file) = session.Tree.CreateUnique(wished.Parent, wished.Name);
        return ReceiveAsync(session, path, file, isUnique: true);
    }

    static ValueTask ReceiveAsync(FtpSession session, FtpPath path, FileStream file, bool isUnique = false)
    {
        FtpForm form = session.State.Form;
        FtpUpload upload = new(session.Tree, path, file, session.Options);
        var transfer = new FtpTransfer
        {
            Path = path.Text,
            IsUpload = true,
            Move = (data, pace) => FtpMover.ReceiveAsync(data, form, upload.WriteAsync, pace),
            Close = upload.CloseAsync,
            Success = isUnique ? $"226 Transfer complete; stored as {path.Name}" : FtpTransfer.Complete,
        };
        return isUnique ? session.StartUniqueAsync(transfer, path.Name) : session.StartAsync(transfer);
    }

    static ValueTask RestartAsync(FtpSession session, string argument)
    {
        if (!long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out long octets)) throw new FtpRefusal("501 REST takes a number of octets");
        session.State.Restart = octets;
        return session.ReplyAsync($"350 Restarting at {octets}; the transfer command comes next");
    }

    static ValueTask AllocateAsync(FtpSession session, string argument)
    {
        if (!long.TryParse(argument.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long octets)) throw new FtpRefusal("501 ALLO takes a number of octets");
        if (octets > session.Options.Limits.MaxFile) throw new FtpRefusal("552 No file may be so large here");
        return session.ReplyAsync("202 No storage allocation is necessary");
    }

    static async ValueTask AbortAsync(FtpSession session, string argument)
    {
        if (session.Transfer is null)
        {
            await session.LinkAsync(null);
            await session.ReplyAsync("225 No transfer in progress");
            return;
        }
        await session.AbortAsync();
        await session.ReplyAsync("226 Abort successful; data connection closed");
    }

    // It holds for the next transfer only, whatever that is.
    static long TakeRestart(FtpSession session)
    {
        long offset = session.State.Restart;
        session.State.Restart = 0;
        return offset;
    }
}
