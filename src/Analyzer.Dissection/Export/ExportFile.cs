using System.Buffers;

namespace Analyzer.Dissection.Export;

/// <summary>
/// A file on its way into an <see cref="ExportDirectory"/>: written under a name of its own, and renamed when it is whole. Disposed
/// without that, it leaves nothing behind.
/// </summary>
public sealed class ExportFile : IDisposable
{
    // Artefacts come in stretches of a packet's payload; they are written in fewer, larger pieces.
    const int BufferSize = 64 * 1024;

    readonly string _root, _folder, _name, _partial;
    readonly FileStream _content;
    readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    int _buffered;
    readonly ExportDirectory _owner;
    bool _isCommitted, _isDisposed;

    internal ExportFile(ExportDirectory owner, string root, string folder, string name, string partial, FileStream content) =>
        (_owner, _root, _folder, _name, _partial, _content) = (owner, root, folder, name, partial, content);

    /// <summary>It was not committed, because there is a file of its name already.</summary>
    public bool IsSkipped { get; private set; }

    /// <summary>Writes the next bytes. False: that failed, for this reason.</summary>
    public bool TryWrite(ReadOnlySpan<byte> bytes, out string problem)
    {
        try
        {
            problem = "";
            if (bytes.Length > BufferSize - _buffered) Flush();
            if (bytes.Length >= BufferSize)
            {
                _content.Write(bytes);
                return true;
            }
            bytes.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += bytes.Length;
            return true;
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            problem = IoProblem.Describe(error);
            return false;
        }
    }

    void Flush()
    {
        int length = _buffered;
        _buffered = 0;
        _content.Write(_buffer, 0, length);
    }

    /// <summary>
    /// Gives the whole file its name, or the next free one like it. Returns the path relative to the directory, with <c>/</c>; null
    /// when that failed, for this reason.
    /// </summary>
    public string? Commit(out string problem)
    {
        problem = $"{ExportDirectory.MaxNames} files of this name are there already";
        try
        {
            Flush();
            _content.Dispose();
            for (int n = 1; n <= ExportDirectory.MaxNames; n++)
            {
                string name = ExportDirectory.Numbered(_name, n), path = Path.Combine(_root, _folder, name);
                // What this run has written is neither replaced by this run nor a reason to leave another out.
                bool isOurs = _owner.HasWritten(path);
                if (!TryMove(path, replaces: _owner.Taken == TakenName.Replace && !isOurs))
                {
                    if (_owner.Taken != TakenName.Skip || isOurs) continue;
                    IsSkipped = true;
                    problem = "there is a file of this name";
                    return null;
                }
                _owner.NoteWritten(path);
                problem = "";
                _isCommitted = true;
                return _folder.Length == 0 ? name : $"{_folder}/{name}";
            }
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            problem = IoProblem.Describe(error);
        }
        return null;
    }

    bool TryMove(string path, bool replaces)
    {
        replaces = replaces && !Directory.Exists(path);
        if (!replaces && ExportDirectory.IsTaken(path)) return false;
        try
        {
            File.Move(_partial, path, overwrite: replaces);
            return true;
        }
        catch (IOException) when (ExportDirectory.IsTaken(path) && File.Exists(_partial))
        {
            return false;
        }
    }

    /// <summary>Closes the file, and removes it unless it was committed.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        try
        {
            _content.Dispose();
            if (!_isCommitted) File.Delete(_partial);
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            // It cannot be removed either: its name says that it is a part.
        }
    }
}
