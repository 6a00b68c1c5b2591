using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>Analyses a mutated capture and says what must not be.</summary>
sealed class Trial
{
    /// <summary>What an analysis may allocate whatever it reads, and for each byte of the capture: far more than it needs, far less than a runaway.</summary>
    const long FreeAllocation = 64L << 20, AllocationOfAByte = 4096;

    readonly IReadOnlyList<Conversation> _conversations;
    readonly Dictionary<string, HashSet<string>> _truths;

    public Trial(IReadOnlyList<Conversation> conversations)
    {
        _conversations = conversations;
        _truths = conversations.ToDictionary(conversation => conversation.Name, Truth);
    }

    /// <summary>Null: all promises were kept.</summary>
#pragma warning disable CA1031 // That nothing is thrown is what is tested, and the seed that made it throw must be named.
    public string? Complain(ulong seed)
    {
        Mutation mutation = Mutation.Of(seed, _conversations);
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            RecordChecks records = Read(mutation.Capture);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            records.CheckAll();
            if (records.Complaints is [{ } first, ..]) return first;
            if (allocated > FreeAllocation + AllocationOfAByte * mutation.Capture.Length) return $"{allocated} bytes allocated for a capture of {mutation.Capture.Length}";
            return mutation.SaysTheSame && WrongClaim(records, _truths[mutation.Original.Name]) is { } wrong ? $"{mutation.Original.Name}: {wrong}" : null;
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }
    }
#pragma warning restore CA1031

    /// <summary>Writes the capture of a seed, and the conversation that it was made from, into a folder.</summary>
    public void Keep(ulong seed, string? folder)
    {
        if (folder is null) return;
        Mutation mutation = Mutation.Of(seed, _conversations);
        File.WriteAllBytes(Path.Combine(folder, $"{seed}.pcap"), mutation.Capture);
        File.WriteAllBytes(Path.Combine(folder, $"{seed}.original.pcap"), SampleFiles.Pcap(Network.Carry(mutation.Original)));
    }

    static string? WrongClaim(RecordChecks records, HashSet<string> truth) =>
        Claims(records).FirstOrDefault(claim => !truth.Contains(claim)) is { } wrong ? $"called complete, but never sent so: {wrong}" : null;

    // Over a perfect network everything that is complete is what was sent.
    static HashSet<string> Truth(Conversation conversation) => [.. Claims(Read(SampleFiles.Pcap(Network.Carry(conversation))))];

    static IEnumerable<string> Claims(RecordChecks records) =>
    [
        .. records.All.OfType<MessageRecord>().Where(message => message is { Complete: true, Part: null }).Select(message => $"message {message.Sha256}"),
        .. records.All.OfType<TransferRecord>().Where(transfer => transfer.Complete).Select(transfer => $"transfer {transfer.Sha256}"),
    ];

    static RecordChecks Read(byte[] capture)
    {
        using IPacketSource? source = CaptureOpening.Open(capture, "mutation");
        var store = new MemoryStore(capture);
        var records = new RecordChecks(store);
        if (source is null) return records;
        var analysis = new Analysis(new AnalysisOptions { KeepContent = true }, records, store);
        analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        return records;
    }
}
