namespace Analyzer.Dissection.Tls;

/// <summary>
/// A key log file that may grow while it is used, as programs write their secrets during a live capture. Read when a secret is
/// wanted that is not there, as far as the file goes by then.
/// </summary>
sealed class KeyLogFile(string path, TlsSecretStore store)
{
    readonly KeyLogReader _reader = new(store);
    readonly byte[] _block = new byte[64 * 1024];
    long _position;

    /// <summary>Why it could not be read, or not to its end; null when it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>As the user named it.</summary>
    public string Path => path;

    /// <summary>Reads what is new. True: something was.</summary>
    public bool ReadOn()
    {
        if (store.IsFull || Failure is not null) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.CanSeek) file.Position = _position;
            long before = _position;
            for (int count; !store.IsFull && (count = file.Read(_block)) > 0; _position += count) _reader.Read(_block.AsSpan(0, count));
            if (!file.CanSeek) Failure = "it is a pipe, which can be read only once";
            // A last line without its end is taken when nothing follows it.
            return _position > before || _reader.End();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Failure = problem.Message;
            return false;
        }
    }
}
