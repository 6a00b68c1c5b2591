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
    bool _isUnreadable;

    /// <summary>Why it could not be read, or not to its end; null when it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>As the user named it.</summary>
    public string Path => path;

    /// <summary>Reads what is new. True: something was.</summary>
    public bool ReadOn()
    {
        if (store.IsFull || _isUnreadable) return false;
        try
        {
            // Many connections may ask for keys that are not there: only a file that has changed is opened again.
            long length = _position > 0 ? new FileInfo(path).Length : 0;
            if (_position > 0 && length == _position) return _reader.TakeUnfinished();
            if (length < _position) StartOver();
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.CanSeek) file.Position = _position;
            long before = _position;
            for (int count; !store.IsFull && (count = file.Read(_block)) > 0; _position += count) _reader.Read(_block.AsSpan(0, count));
            Failure = file.CanSeek ? null : "it is a pipe, which can be read only once";
            _isUnreadable = !file.CanSeek;
            return _position > before || _reader.TakeUnfinished();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Failure = problem.Message;
            // A file that is not there may be written later.
            _isUnreadable = problem is not (FileNotFoundException or DirectoryNotFoundException);
            return false;
        }
    }

    // It is shorter than it was: a program has begun it anew.
    void StartOver()
    {
        _reader.End();
        _position = 0;
    }

    /// <summary>Nothing is read any more: what is left is a line too.</summary>
    public void End() => _reader.End();
}
