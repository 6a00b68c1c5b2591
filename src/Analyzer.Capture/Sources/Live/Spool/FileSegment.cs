using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>A segment in a file that only its owner can read. What was appended survives the end of the process.</summary>
internal sealed class FileSegment : SpoolSegment
{
    readonly SafeFileHandle _file;

    FileSegment(long start, string path, SafeFileHandle file)
        : base(start) => (Path, _file) = (path, file);

    public override string Path { get; }

    public SafeFileHandle Handle => _file;

    /// <summary>Makes the file, which must not be there yet. Null: it cannot be made.</summary>
    public static FileSegment? Create(long start, string path, out string problem)
    {
        problem = "";
        try
        {
            // Whoever wants to read along may.
            const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
            SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, Share);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new FileSegment(start, path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = e is UnauthorizedAccessException ? "permission denied" : File.Exists(path) ? "it is there already" : e.Message;
            return null;
        }
    }

    protected override bool TryWrite(ReadOnlySpan<byte> bytes, long at, out string problem)
    {
        problem = "";
        try
        {
            RandomAccess.Write(_file, bytes, at);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            CutBack(at);
            return false;
        }
    }

    /// <summary>A part of the bytes may have been written; the file ends with a whole record all the same.</summary>
    void CutBack(long length)
    {
        try
        {
            RandomAccess.SetLength(_file, length);
        }
        catch (IOException)
        {
            // Then it ends in the middle of a record, which readers of captures know how to take.
        }
    }

    public override int Read(long offset, Span<byte> target)
    {
        int count = (int)Math.Clamp(End - offset, 0, target.Length);
        try
        {
            return count == 0 ? 0 : RandomAccess.Read(_file, target[..count], offset - Start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public override void Leave(bool deletes)
    {
        _file.Dispose();
        if (!deletes) return;
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else has taken it, or holds it open: it is no longer ours.
        }
    }
}
