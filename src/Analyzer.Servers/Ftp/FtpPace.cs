using System.Diagnostics;
using Analyzer.Servers.Faults;

namespace Analyzer.Servers.Ftp;

/// <summary>Watches over one transfer: that it does not stand still, and does not go faster or further than a fault wants.</summary>
sealed class FtpPace : IDisposable
{
    readonly TimeProvider _clock;
    readonly TimeSpan _stall;
    readonly Fault _fault;
    readonly CancellationTokenSource _late;
    readonly CancellationTokenSource _either;
    readonly CancellationToken _cancel;

    public FtpPace(TimeProvider clock, TimeSpan stall, Fault fault, CancellationToken cancel)
    {
        (_clock, _stall, _fault, _cancel) = (clock, stall, fault, cancel);
        _late = new CancellationTokenSource(stall, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancel);
    }

    /// <summary>Cancelled when the transfer is aborted, or stands still.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>It was the clock that ended it.</summary>
    public bool HasStalled => _late.IsCancellationRequested;

    /// <summary>Octets moved so far.</summary>
    public long Moved { get; private set; }

    /// <summary>How many octets may still be moved before the fault cuts the transfer.</summary>
    public int Allowed(int wanted) => _fault.Cut is { } cut ? (int)Math.Min(wanted, cut - Moved) : wanted;

    /// <summary>The fault has cut the transfer.</summary>
    public bool IsCut => _fault.Cut is { } cut && Moved >= cut;

    /// <summary>The largest piece to move at once.</summary>
    public int Piece(int length) => _fault.Rate is { } rate ? Math.Min(length, rate) : length;

    /// <summary>So many octets were moved; waits when that was too fast.</summary>
    public async ValueTask MovedAsync(int octets)
    {
        Debug.Assert(octets >= 0);
        Moved += octets;
        if (_fault.Rate is { } rate) await Task.Delay(TimeSpan.FromSeconds((double)octets / rate), _clock, _cancel);
        _late.CancelAfter(_stall);
    }

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
