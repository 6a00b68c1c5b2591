using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>The places of the last records of one direction: what is said in them is asked for while it is read, or soon after.</summary>
sealed class RecentOrigins
{
    const int Kept = 16;

    TlsOrigin[] _ring = [];
    int _count;

    public void Add(TlsOrigin origin)
    {
        if (_ring.Length == 0) _ring = new TlsOrigin[Kept];
        _ring[_count++ % Kept] = origin;
    }

    /// <summary>All records that begin in that packet, as one stretch; null: none of those that are remembered does.</summary>
    public TlsOrigin? Of(long packet)
    {
        TlsOrigin? found = null;
        for (int i = Math.Max(0, _count - Kept); i < _count; i++)
        {
            TlsOrigin one = _ring[i % Kept];
            if (one.FirstPacket == packet) found = found is { } first ? first.To(one) : one;
        }
        return found;
    }
}
