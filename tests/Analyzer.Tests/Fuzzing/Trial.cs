using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>Analyses a mutated capture and says what must not be.</summary>
sealed partial class Trial
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
            if (WrongCount(records, mutation) is { } count) return $"{mutation.Original.Name}: {count}";
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

    // Every byte that was sent and captured is in a stream, once; and none that was not sent.
    static string? WrongCount(RecordChecks records, Mutation mutation)
    {
        if (!mutation.IsSound || !mutation.Said.IsOrderly) return null;
        (long bytes, long missing) = (0, 0);
        foreach (StreamRecord stream in records.All.OfType<StreamRecord>())
        {
            bytes += stream.ClientSide.Bytes + stream.ServerSide.Bytes;
            missing += stream.ClientSide.Missing + stream.ServerSide.Missing;
        }
        int sent = mutation.Said.Length;
        bool isRight = mutation.IsWhole ? (bytes, missing) == (sent, 0) : bytes <= sent;
        return isRight ? null : $"{sent} bytes were sent, {bytes} are told, and {missing} as missing";
    }

    static string? WrongClaim(RecordChecks records, HashSet<string> truth) =>
        Claims(records).FirstOrDefault(claim => !truth.Contains(claim)) is { } wrong ? $"called complete, but never sent so: {wrong}" : null;

    // Over a perfect network everything that is complete is what was sent; and so is all that one side of a connection has said, which is a
    // file where the rest of the dialogue is lost.
    static HashSet<string> Truth(Conversation conversation)
    {
        RecordChecks whole = Read(SampleFiles.Pcap(Network.Carry(conversation)));
        bool leavesOpen = whole.All.OfType<MessageRecord>().Any(message => message is { Complete: false, Part: null });
        return [.. Claims(whole), .. Sides(conversation).Select(side => $"transfer {Hash(side.Bytes)}"), .. leavesOpen ? TakenEarly(conversation) : []];
    }

    static IEnumerable<(bool IsFromClient, byte[] Bytes)> Sides(Conversation conversation) =>
        conversation.Steps.Where(step => step.Bytes.Length > 0).GroupBy(step => (step.Connection, step.IsFromClient))
            .Select(side => (side.Key.IsFromClient, side.SelectMany(step => step.Bytes).ToArray()));

    // A message without an end, for a strict reader; a lax server has ended it at a dot line with other line ends, and has said so. Where
    // what followed that line is lost, only the server's reading is left.
    static IEnumerable<string> TakenEarly(Conversation conversation) =>
        from side in Sides(conversation)
        where side.IsFromClient
        from Match data in Data.Matches(Encoding.Latin1.GetString(side.Bytes))
        where data.Groups["loose"].Success
        select $"message {Hash(Encoding.Latin1.GetBytes(data.Groups["text"].Value.Replace("\n..", "\n.", StringComparison.Ordinal)))}";

    // Up to the first dot line, whatever its line ends.
    [GeneratedRegex(@"(?<=\n)DATA\r\n(?<text>(?:[^\n]*\n)*?)\.(?:(?<=\r\n\.)\r\n|(?<loose>\r?\n))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Data { get; }

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

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
