namespace Analyzer.Servers.Smtp.Queue;

/// <summary>
/// A message while it comes in: written to a file of the queue under a name that counts for nothing until <see cref="MailQueue.Commit"/>. Counts what
/// the server must know: size, hops, whether there is a header at all. Never throws for what the client sends or the disk refuses; it remembers.
/// </summary>
sealed class MessageDraft : IDisposable
{
    readonly FileStream? _file;
    readonly long _maxLength;
    readonly HeaderWatch _header = new();
    byte[]? _start = [];
    byte[] _missingHeader = [];

    public MessageDraft(string id, string path, long maxLength)
    {
        Id = id;
        Path = path;
        _maxLength = maxLength;
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 32 * 1024);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            DiskProblem = refused;
        }
    }

    public string Id { get; }

    public string Path { get; }

    /// <summary>Bytes of text so far, those that were not kept included.</summary>
    public long Length { get; private set; }

    public bool IsTooLarge => Length > _maxLength;

    /// <summary>Why it could not be written; null: it could.</summary>
    public Exception? DiskProblem { get; private set; }

    /// <summary>How many servers it has passed: Received lines of its header.</summary>
    public int Hops => _header.Hops;

    /// <summary>
    /// Puts lines before the text: <paramref name="trace"/> always, <paramref name="missingHeader"/> and a blank line only when the text has no header.
    /// To be called before the text comes.
    /// </summary>
    public void Begin(byte[] trace, byte[] missingHeader)
    {
        Store(trace);
        _missingHeader = missingHeader;
    }

    /// <summary>Takes a piece of text.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        Length += piece.Length;
        _header.Read(piece);
        if (_start is not null) AppendToStart(piece);
        else Store(piece);
    }

    /// <summary>Writes all of it to the disk.</summary>
    public void Finish(bool syncs)
    {
        if (_start is not null) StoreStart();
        try
        {
            _file?.Flush(syncs);
        }
        catch (IOException refused)
        {
            DiskProblem = refused;
        }
        _file?.Dispose();
    }

    // The first line decides whether there is a header.
    void AppendToStart(ReadOnlySpan<byte> piece)
    {
        _start = [.. _start!, .. piece];
        if (_start.AsSpan().IndexOf((byte)'\n') >= 0 || _start.Length > HeaderWatch.MaxName) StoreStart();
    }

    void StoreStart()
    {
        if (!HeaderWatch.IsHeaderStart(_start))
        {
            Store(_missingHeader);
            Store("\r\n"u8);
        }
        Store(_start);
        _start = null;
    }

    void Store(ReadOnlySpan<byte> bytes)
    {
        if (DiskProblem is not null || IsTooLarge) return;
        try
        {
            _file!.Write(bytes);
        }
        catch (IOException refused)
        {
            DiskProblem = refused;
        }
    }

    /// <summary>Removes the file, unless it has become a message.</summary>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
            File.Delete(Path);
        }
        catch (IOException)
        {
            // A full disk may refuse the last buffer; the next start sweeps the file away.
        }
    }
}
