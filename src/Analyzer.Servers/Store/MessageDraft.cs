using System.Buffers;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Store;

/// <summary>A message on its way into a mailbox: a file in <c>tmp</c> that goes away again if nobody takes it.</summary>
sealed class MessageDraft : IDisposable
{
    readonly FileStream _file;
    readonly string _path;
    readonly string _unique;
    bool _isTaken;

    public MessageDraft(string path, string unique)
    {
        (_path, _unique) = (path, unique);
        _file = DiskFile.Open(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 1 << 15 });
    }

    /// <summary>Octets so far.</summary>
    public long Size { get; private set; }

    /// <summary>The name of its file in a mailbox, without flags.</summary>
    public string Name => $"{_unique},S={Size}";

    public async ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken cancel)
    {
        foreach (ReadOnlyMemory<byte> piece in bytes)
        {
            await _file.WriteAsync(piece, cancel).ConfigureAwait(false);
            Size += piece.Length;
        }
    }

    public async ValueTask WriteAsync(Stream content, CancellationToken cancel)
    {
        await content.CopyToAsync(_file, cancel).ConfigureAwait(false);
        Size = _file.Position;
    }

    /// <summary>All is written.</summary>
    public void Seal(DateTimeOffset received, bool syncs)
    {
        _file.Flush(flushToDisk: syncs);
        _file.Dispose();
        File.SetLastWriteTimeUtc(_path, received.UtcDateTime);
    }

    /// <summary>Gives the file its place in a mailbox.</summary>
    public void MoveTo(string path)
    {
        File.Move(_path, path, overwrite: true);
        _isTaken = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_isTaken) File.Delete(_path);
    }
}
