using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Remembers which record each decrypted byte came out of. The oldest records leave when there are too many. The analysing thread
/// writes; any thread may ask.
/// </summary>
sealed class TlsOrigins
{
    // Places only grow, so the entries are in their order.
    readonly record struct Entry(long Place, int Length, TlsOrigin Origin);

    readonly Lock _lock = new();
    readonly List<Entry> _entries = [];
    int _capture = -1;

    /// <summary>Some had to leave.</summary>
    public bool HasForgotten { get; private set; }

    /// <summary>Bytes were read out of a record, and lie there now.</summary>
    public void Add(Extent plain, TlsOrigin origin)
    {
        lock (_lock)
        {
            if (_capture < 0) _capture = plain.Capture;
            // A spool that is full or broken keeps nothing, and gives no places.
            if (plain.Capture != _capture || (_entries.Count > 0 && plain.Offset < _entries[^1].Place)) return;
            if (_entries.Count >= TlsLimits.Origins) Forget();
            _entries.Add(new Entry(plain.Offset, plain.Length, origin));
        }
    }

    // Many at once, as the others have to move.
    void Forget()
    {
        HasForgotten = true;
        _entries.RemoveRange(0, TlsLimits.Origins / 8);
    }

    /// <summary>The record of the first of these bytes; null: they were not read out of TLS, or it is forgotten.</summary>
    public TlsOrigin? Of(Extent bytes)
    {
        lock (_lock)
        {
            if (bytes.Capture != _capture) return null;
            int low = 0, high = _entries.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_entries[middle].Place <= bytes.Offset) low = middle + 1;
                else high = middle;
            }
            if (low == 0 || bytes.Offset >= _entries[low - 1].Place + _entries[low - 1].Length) return null;
            return _entries[low - 1].Origin;
        }
    }

    /// <summary>The records of a whole content; null: its ends were not read out of one stream of TLS, or are forgotten.</summary>
    public TlsOrigin? Of(ExtentList extents)
    {
        if (_capture < 0 || extents.Length == 0) return null;
        TlsOrigin? first = Of(extents.Range(0, 1).First()), last = Of(extents.Range(extents.Length - 1, 1).First());
        return first is { } begin && last is { } end ? begin.To(end) : null;
    }
}
