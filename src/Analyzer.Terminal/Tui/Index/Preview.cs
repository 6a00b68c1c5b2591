using System.Diagnostics;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>
/// Shows, while a capture is read, what is told at its end only: sessions that are not over, hosts, and trees. For the analysing thread.
/// </summary>
sealed class Preview(Analysis analysis, CaptureIndex index)
{
    // Milliseconds between two looks: as often as anybody sees, and so seldom that looking takes a fiftieth of the time at most.
    const long Interval = 250, Share = 50;

    long _due, _packets;

    /// <summary>Looks, if it is time to.</summary>
    /// <param name="packets">How many were read: without new ones there is nothing to see.</param>
    public void Update(long packets)
    {
        long now = Environment.TickCount64;
        if (now < _due || packets == _packets) return;
        _packets = packets;
        var watch = Stopwatch.StartNew();
        foreach (SessionRecord session in analysis.OpenSessions()) index.Show(session);
        foreach (HostRecord host in analysis.Hosts())
        {
            // A host changes with each session of it that ends.
            if (index.Host(host.Address)?.Sessions != host.Sessions) index.Show(host);
        }
        ShowTrees();
        _due = now + Math.Max(Interval, Share * watch.ElapsedMilliseconds);
    }

    /// <summary>All was read.</summary>
    public void ShowTrees() => index.Trees = [.. analysis.Trees()];
}
