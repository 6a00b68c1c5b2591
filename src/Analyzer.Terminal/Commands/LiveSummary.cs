using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>What a live capture came to.</summary>
sealed class LiveSummary(LiveRequest request, LiveCapture capture, LiveSpool spool, LiveOutput output)
{
    public void Tell(Notices notices)
    {
        notices.Note($"captured {Quantity.Count(spool.Packets, "packet")}, {Quantity.Bytes(spool.Bytes)}{Dropped()}");
        notices.Note($"found {Quantity.Count(output.Sessions, "session")}, {Quantity.Count(output.Messages, "message")}, {Quantity.Count(output.Transfers, "file")}, {Quantity.Count(output.Findings, "finding")}");
        SpoolContents evicted = spool.Evicted;
        if (evicted.Bytes > 0)
            notices.Note($"left to make room: {Quantity.Bytes(evicted.Bytes)} of capture with {Quantity.Count(evicted.Packets, "packet")}, {Quantity.Count(evicted.Sessions, "session")}, {Quantity.Count(evicted.Artefacts, "message")} or files");
        if (request.Export is { } folder) notices.Note($"wrote {Quantity.Count(output.Written, "artefact")} into {folder}");
        if (request.Spool.Path is not null) notices.Note($"the capture is in {string.Join(", ", spool.Files.TakeLast(3))}{(spool.Files.Count > 3 ? $" and {spool.Files.Count - 3} more" : "")}");
    }

    string Dropped()
    {
        if (capture.Interfaces.Count == 0) return spool.Lost > 0 ? $"; {spool.Lost} lost for want of room" : "";
        long byKernel = capture.Interfaces.Sum(one => one.Dropped), byInterface = capture.Interfaces.Sum(one => one.DroppedByInterface);
        string lost = spool.Lost > 0 ? $", {spool.Lost} lost for want of room" : "";
        return $"; dropped {byKernel} by the kernel, {byInterface} by the interface{lost}";
    }
}
