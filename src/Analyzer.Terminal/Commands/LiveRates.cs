using System.Diagnostics;
using System.Globalization;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>How a live capture goes at the moment. Asked by one thread, while others work.</summary>
sealed class LiveRates(LiveCapture capture, LiveSpool spool, SpoolWalk walk, LiveOutput output)
{
    readonly Stopwatch _since = Stopwatch.StartNew();
    long _packets, _bytes;

    /// <summary><c>1.2k packets/s, 3.4 MB/s; dropped 0; lag 0.000 s; 3 sessions, 2 messages, 1 file</c></summary>
    public string Line()
    {
        double seconds = Math.Max(_since.Elapsed.TotalSeconds, 0.001);
        _since.Restart();
        (long packets, long bytes) = (spool.Packets, spool.Bytes);
        long packetRate = (long)((packets - _packets) / seconds), byteRate = (long)((bytes - _bytes) / seconds);
        (_packets, _bytes) = (packets, bytes);
        string evicted = spool.Evicted.Bytes > 0 ? $", {Quantity.Bytes(spool.Evicted.Bytes)} left the ring" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Quantity.Short(packetRate)} packets/s, {Quantity.Bytes(byteRate)}/s; dropped {capture.Dropped + spool.Lost}; lag {Lag:0.000} s; {Quantity.Count(output.Sessions, "session")}, {Quantity.Count(output.Messages, "message")}, {Quantity.Count(output.Transfers, "file")}{evicted}");
    }

    // In capture time: how much older the packet is that was walked last than the one that was captured last.
    double Lag => spool.Packets > walk.Description.Packets ? Math.Max(0, (spool.LastTime - walk.Description.LastTime) / 1e9) : 0;
}
