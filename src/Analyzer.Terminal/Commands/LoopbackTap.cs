using System.Diagnostics.CodeAnalysis;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Servers.Scenarios;

namespace Analyzer.Terminal.Commands;

/// <summary>Collects the packets of a play from the loopback interface, with the capture source of <c>live</c>.</summary>
sealed class LoopbackTap : ILoopbackTap, IDisposable
{
    const string Interface = "lo";

    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(25);

    // The kernel delays the last acknowledgments by 40 ms, and hands packets over after 20 ms; on a busy machine both take longer.
    static readonly TimeSpan s_calm = TimeSpan.FromMilliseconds(250);

    readonly DeviceSource _source;
    readonly List<TappedFrame> _frames = [];
    readonly Thread _reader;
    volatile bool _isEnding;
    volatile bool _isCancelled;

    LoopbackTap(DeviceSource source)
    {
        _source = source;
        _reader = new Thread(Read) { Name = "loopback tap", IsBackground = true };
        _reader.Start();
    }

    /// <summary>Begins to capture.</summary>
    public static bool TryOpen([NotNullWhen(true)] out LoopbackTap? tap, [NotNullWhen(false)] out LiveFailure? failure)
    {
        var options = new LiveOptions { Filter = LiveCaptureGenerator.Filter, IsPromiscuous = false };
        tap = DeviceSource.TryOpen([Interface], options, out DeviceSource? source, out failure) ? new LoopbackTap(source) : null;
        return tap is not null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TappedFrame> Finish()
    {
        _isEnding = true;
        _reader.Join();
        _source.UpdateCounts();
        long lost = _source.Interfaces[0].Dropped;
        if (lost > 0) throw new LivePlayException($"the kernel dropped {lost} packets of the capture");
        return _frames;
    }

    void Read()
    {
        long calmSince = Environment.TickCount64;
        while (!_isCancelled && !(_isEnding && Environment.TickCount64 - calmSince > s_calm.TotalMilliseconds))
        {
            while (_source.TryRead(out CapturedPacket packet))
            {
                _frames.Add(new TappedFrame(DateTimeOffset.UnixEpoch.AddTicks(packet.Time.Nanoseconds / TimeSpan.NanosecondsPerTick), packet.Data.ToArray()));
                calmSince = Environment.TickCount64;
            }
            _source.Wait(s_patience);
        }
    }

    public void Dispose()
    {
        _isCancelled = true;
        _reader.Join();
        _source.Dispose();
    }
}
