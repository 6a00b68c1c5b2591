using Analyzer.Capture.Sources;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Writes the packets of sessions and of their data connections as pcapng; the captures are read once more for that.</summary>
static class PacketFile
{
    /// <summary>What the file is called.</summary>
    public const string Name = "packets.pcapng";

    /// <summary>Writes it; says a sentence when that fails.</summary>
    public static bool Write(ExportDirectory directory, ExportContents contents, Load load, Func<bool> isCancelled, Action<string> tell)
    {
        if (load.Reopen(out string problem) is not { } captures)
        {
            tell($"{Name} was not written: {problem}");
            return false;
        }
        using (captures)
        {
            using ExportFile? file = directory.Begin("", Name, out problem);
            bool isWritten = file is not null && TryCopy(captures.Sources, contents, file, isCancelled, out problem) && file.Commit(out problem) is not null;
            if (!isWritten && file is not { IsSkipped: true }) tell($"{Name} was not written: {problem}");
            return isWritten;
        }
    }

    static bool TryCopy(IReadOnlyList<IPacketSource> sources, ExportContents contents, ExportFile file, Func<bool> isCancelled, out string problem)
    {
        var packets = new SessionPackets();
        foreach (SessionRecord session in contents.Sessions) packets.Note(session);
        foreach (Record artefact in contents.Artefacts) packets.Note(artefact);
        var stream = new ExportStream(file);
        using (var writer = new PcapNgWriter(stream)) packets.Copy(sources, writer, [], isCancelled);
        problem = isCancelled() ? "it was broken off" : stream.Problem;
        return problem.Length == 0;
    }

    /// <summary>An exported file as a stream to write to; it remembers what went wrong.</summary>
    sealed class ExportStream(ExportFile file) : SinkStream
    {
        public string Problem { get; private set; } = "";

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Problem.Length == 0 && !file.TryWrite(buffer, out string problem)) Problem = problem;
        }
    }
}
