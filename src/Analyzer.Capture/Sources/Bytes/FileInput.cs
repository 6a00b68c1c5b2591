using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources.Bytes;

/// <summary>The bytes of a plain file, by positioned reads: whoever shares the handle may read elsewhere in it at the same time.</summary>
internal sealed class FileInput(SafeFileHandle file) : IByteInput
{
    long _position;

    /// <summary>Whether the handle has got another owner, who closes it.</summary>
    public bool IsShared { get; set; }

    public SafeFileHandle Handle => file;

    public long Position => Volatile.Read(ref _position);

    public long Length { get; } = RandomAccess.GetLength(file);

    public InputFault? Fault { get; private set; }

    public int Read(Span<byte> target)
    {
        try
        {
            int count = RandomAccess.Read(file, target, _position);
            Volatile.Write(ref _position, _position + count);
            return count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Fault = new(InputFaultKind.Damaged, $"The file cannot be read on: {e.Message}");
            return 0;
        }
    }

    public void Dispose()
    {
        if (!IsShared) file.Dispose();
    }
}
