using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources.Bytes;

/// <summary>
/// Reads pieces of a file through a window, so that the thousands of neighbouring pieces of a message cost few reads. The window grows
/// while the pieces follow one another, and shrinks when they jump, so that a lone piece does not cost a large read.
/// </summary>
internal sealed class ReadBackFile(SafeFileHandle file) : IReadBack
{
    internal const int SmallestReach = 16 * 1024;
    internal const int LargestReach = 256 * 1024;

    byte[] _window = [];
    long _start;
    int _length;
    int _reach = SmallestReach;

    /// <summary>How many reads there were, for those who count them.</summary>
    internal long Reads { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(long offset, Span<byte> target)
    {
        if (TryCopy(offset, target)) return true;
        bool isNear = offset >= _start && offset <= _start + _length + LargestReach;
        _reach = isNear ? Math.Min(_reach * 2, LargestReach) : SmallestReach;
        if (target.Length >= _reach) return ReadFully(offset, target) == target.Length;
        if (_window.Length < _reach) _window = GC.AllocateUninitializedArray<byte>(_reach);
        _length = 0;
        _start = offset;
        _length = ReadFully(offset, _window.AsSpan(0, _reach));
        return TryCopy(offset, target);
    }

    bool TryCopy(long offset, Span<byte> target)
    {
        if (offset < _start || offset + target.Length > _start + _length) return false;
        _window.AsSpan((int)(offset - _start), target.Length).CopyTo(target);
        return true;
    }

    /// <summary>How many bytes there are from there on, at most as many as the target takes.</summary>
    int ReadFully(long offset, Span<byte> target)
    {
        int total = 0;
        try
        {
            while (total < target.Length)
            {
                Reads++;
                int count = RandomAccess.Read(file, target[total..], offset + total);
                if (count == 0) break;
                total += count;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // What came before the fault is good.
        }
        return total;
    }

    public void Dispose() => file.Dispose();
}
