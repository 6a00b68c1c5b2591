namespace Analyzer.Servers.Ftp;

/// <summary>Moves a file over a data connection, for servers and agents alike.</summary>
static class FtpMover
{
    // Large enough that the work per piece does not count, small enough for a thousand clients.
    const int BufferLength = 32 * 1024;

    /// <summary>Sends a source to its end.</summary>
    /// <param name="source">From where it stands.</param>
    /// <param name="data">The data connection.</param>
    /// <param name="form">Type and mode.</param>
    /// <param name="skip">Octets of the converted text that the receiver has already (REST with TYPE A counts those on the wire).</param>
    /// <param name="pace">Watches over it.</param>
    public static async Task SendAsync(Stream source, Stream data, FtpForm form, long skip, FtpPace pace)
    {
        byte[] buffer = new byte[BufferLength];
        byte[] text = form.IsText ? new byte[2 * BufferLength] : [];
        var lines = new NetworkText();
        Stream target = form.Outgoing(data);
        while (await source.ReadAsync(buffer.AsMemory(0, pace.Piece(BufferLength)), pace.Token) is var read and > 0)
        {
            ReadOnlyMemory<byte> piece = form.IsText ? text.AsMemory(0, lines.Encode(buffer.AsSpan(0, read), text)) : buffer.AsMemory(0, read);
            int known = (int)Math.Min(skip, piece.Length);
            skip -= known;
            piece = piece.Slice(known, pace.Allowed(piece.Length - known));
            await target.WriteAsync(piece, pace.Token);
            await pace.MovedAsync(piece.Length);
            if (pace.IsCut) break;
        }
        if (target != data) await target.DisposeAsync();
        await data.FlushAsync(pace.Token);
    }

    /// <summary>Takes what comes until the data connection ends; <paramref name="write"/> is given it in pieces that are valid during the call.</summary>
    public static async Task ReceiveAsync(Stream data, FtpForm form, Func<ReadOnlyMemory<byte>, ValueTask> write, FtpPace pace)
    {
        byte[] buffer = new byte[BufferLength];
        byte[] text = form.IsText ? new byte[BufferLength + 1] : [];
        var lines = new NetworkText();
        Stream source = form.Incoming(data);
        while (!pace.IsCut && await source.ReadAsync(buffer.AsMemory(0, pace.Allowed(pace.Piece(BufferLength))), pace.Token) is var read and > 0)
        {
            await write(form.IsText ? text.AsMemory(0, lines.Decode(buffer.AsSpan(0, read), text)) : buffer.AsMemory(0, read));
            await pace.MovedAsync(read);
        }
        if (form.IsText) await write(text.AsMemory(0, lines.Finish(text)));
        if (source != data) await source.DisposeAsync();
    }
}
