using Analyzer.Capture.Sources.Bytes;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources;

/// <summary>
/// The bytes of a run by their addresses: those of plain capture files are read where they are, all others (of pipes and compressed
/// captures, decrypted or inflated ones) from a spool file, if the run keeps one. Any thread may use it; they take turns.
/// </summary>
public sealed class CaptureStore : IByteStore, IDisposable
{
    /// <summary>The capture number of the spool.</summary>
    public const int SpoolNumber = 65535;

    /// <summary>The capture number for bytes that no capture holds, on their way to <see cref="Keep"/>.</summary>
    public const int NowhereNumber = IByteStore.Nowhere;

    readonly Lock _lock = new();
    readonly Dictionary<int, IReadBack> _files = [];
    readonly ISpool? _spool;

    /// <summary>A store without captures yet.</summary>
    public CaptureStore(SpoolUse use)
        : this(use == SpoolUse.Keep ? new SpoolFile() : null)
    {
    }

    internal CaptureStore(ISpool? spool) => _spool = spool;

    /// <summary>Why the spool keeps no more, as a sentence, or null: bytes kept later cannot be read back.</summary>
    public string? SpoolFailure
    {
        get
        {
            lock (_lock) return _spool?.Failure;
        }
    }

    /// <summary>How many bytes the spool holds.</summary>
    public long SpoolLength
    {
        get
        {
            lock (_lock) return _spool?.Length ?? 0;
        }
    }

    /// <summary>Makes a file the capture of that number. The store closes it.</summary>
    public void Attach(int number, SafeFileHandle file) => Attach(number, new ReadBackFile(file));

    internal void Attach(int number, IReadBack capture)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, NowhereNumber);
        lock (_lock) _files.Add(number, capture);
    }

    /// <inheritdoc/>
    public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes)
    {
        if (_spool is null || extent.Capture == SpoolNumber) return extent;
        lock (_lock)
        {
            if (_files.ContainsKey(extent.Capture) || !_spool.TryAppend(bytes, out long offset)) return extent;
            return new Extent(SpoolNumber, offset, bytes.Length);
        }
    }

    /// <inheritdoc/>
    public bool TryRead(Extent extent, Span<byte> target)
    {
        target = target[..extent.Length];
        lock (_lock)
        {
            if (extent.Capture == SpoolNumber) return _spool is not null && _spool.TryRead(extent.Offset, target);
            return _files.TryGetValue(extent.Capture, out IReadBack? file) && file.TryRead(extent.Offset, target);
        }
    }

    /// <summary>Closes the captures and deletes the spool.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (IReadBack file in _files.Values) file.Dispose();
            _files.Clear();
            _spool?.Dispose();
        }
    }
}

/// <summary>Whether a run keeps what it cannot read again.</summary>
public enum SpoolUse
{
    /// <summary>For runs that never look back, such as a table.</summary>
    None,

    /// <summary>For runs that show or export what was found.</summary>
    Keep,
}
