using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources.Bytes;

/// <summary>
/// A temporary file that only its owner can read, to which bytes are appended. On Unix it has no name any more as soon as it is open,
/// so that nothing stays behind even when the process is killed.
/// </summary>
internal sealed class SpoolFile : ISpool
{
    /// <summary>Appended bytes are written in pieces of this size, not packet by packet.</summary>
    internal const int PieceLength = 256 * 1024;

    /// <summary>Left free on the disk, so that the machine does not suffer from a long capture.</summary>
    internal const long LeastFree = 256L * 1024 * 1024;

    /// <summary>As far as an extent can point.</summary>
    const long LargestOffset = (1L << 48) - 1;

    readonly string _folder;
    readonly long _leastFree;
    byte[] _piece = [];
    int _pieceLength;
    long _written;
    long _limit;
    SafeFileHandle? _file;
    ReadBackFile? _reader;
    string? _path;
    bool _isClosed;

    /// <summary>Nothing is made before there is something to keep.</summary>
    public SpoolFile()
        : this(Path.GetTempPath(), LeastFree)
    {
    }

    /// <summary>As above, in another folder and with another reserve.</summary>
    internal SpoolFile(string folder, long leastFree) => (_folder, _leastFree) = (folder, leastFree);

    /// <summary>Why nothing more is kept, or null.</summary>
    public string? Failure { get; private set; }

    public long Length => _written + _pieceLength;

    /// <summary>Appends all of the bytes. False: there was no room, and there will be none.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes, out long offset)
    {
        offset = Length;
        if (_reader is null && !TryCreate()) return false;
        while (Failure is null && bytes.Length > 0)
        {
            int count = Math.Min(bytes.Length, PieceLength - _pieceLength);
            bytes[..count].CopyTo(_piece.AsSpan(_pieceLength));
            _pieceLength += count;
            bytes = bytes[count..];
            if (_pieceLength == PieceLength) WritePiece();
        }
        return Failure is null;
    }

    /// <summary>Fills the target with bytes appended earlier. False: they are not there, or cannot be read.</summary>
    public bool TryRead(long offset, Span<byte> target)
    {
        if (_reader is null || offset + target.Length > Length) return false;
        int fromFile = (int)Math.Clamp(_written - offset, 0, target.Length);
        if (fromFile > 0 && !_reader.TryRead(offset, target[..fromFile])) return false;
        target = target[fromFile..];
        if (!target.IsEmpty) _piece.AsSpan((int)(offset + fromFile - _written), target.Length).CopyTo(target);
        return true;
    }

    bool TryCreate()
    {
        if (Failure is not null || _isClosed) return false;
        try
        {
            Create();
            _limit = Math.Min(LargestOffset, new DriveInfo(_folder).AvailableFreeSpace - _leastFree);
            _reader = new ReadBackFile(_file);
            _piece = GC.AllocateUninitializedArray<byte>(PieceLength);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Failure = $"No temporary file can be made in {_folder}: {e.Message}";
            return false;
        }
    }

    [MemberNotNull(nameof(_file))]
    void Create()
    {
        _path = Path.Combine(_folder, "analyzer-" + Path.GetRandomFileName());
        string name = Path.Combine(_path, "spool");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
            _file = File.OpenHandle(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            return;
        }
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(_path, OwnerOnly | UnixFileMode.UserExecute);
        _file = File.OpenHandle(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        File.SetUnixFileMode(_file, OwnerOnly);
        File.Delete(name);
        Directory.Delete(_path);
    }

    void WritePiece()
    {
        try
        {
            if (_written + _pieceLength > _limit) throw new IOException("the disk is nearly full");
            RandomAccess.Write(_file!, _piece.AsSpan(0, _pieceLength), _written);
            _written += _pieceLength;
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException) // The latter: larger than the file system allows.
        {
            Failure = $"The temporary file took no more than {_written} bytes: {e.Message}";
        }
        _pieceLength = 0;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _reader = null;
        if (OperatingSystem.IsWindows() && _path is not null && Directory.Exists(_path)) Directory.Delete(_path);
        _isClosed = true;
    }
}
