using System.Collections.Concurrent;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;

namespace Analyzer.Tests.Endurance;

/// <summary>Each capture, cut at random places and with random bytes changed: the analysis goes to its end, in bounded memory, and keeps its promises.</summary>
[Collection(nameof(Alone))]
public sealed class EnduranceTests
{
    const int RunsOfAKind = 50;
    const long MostMemory = 512L << 20;

    /// <summary>No run takes longer than seconds: only work that never ends meets it.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Captures => [.. EnduranceCaptures.Names];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Captures))]
    public async Task A_capture_is_read_whole_cut_and_damaged(string name)
    {
        byte[] capture = EnduranceCaptures.Load(name);
        List<Harm> runs = [Harm.None, .. Enumerable.Range(0, RunsOfAKind).SelectMany(seed => new[] { Harm.Cut(seed), Harm.Change(seed) })];
        var complaints = new ConcurrentBag<string>();
        var unfinished = new ConcurrentDictionary<Harm, bool>();
        using var memory = new MemoryWatch(MostMemory);

        Task work = Task.Run(() => Parallel.ForEach(runs, harm =>
        {
            unfinished[harm] = true;
            foreach (string complaint in Complaints(harm.Do(capture), name)) complaints.Add($"{harm}: {complaint}");
            unfinished.TryRemove(harm, out _);
        }), TestContext.Current.CancellationToken);
        Task first = await Task.WhenAny(work, Task.Delay(s_patience, TestContext.Current.CancellationToken));

        Assert.True(first == work, $"no end of: {string.Join("; ", unfinished.Keys)}");
        await work;
        Assert.True(complaints.IsEmpty, string.Join('\n', complaints.Take(3)));
        Assert.InRange(memory.Peak, 0, MostMemory);
    }

#pragma warning disable CA1031 // That nothing is thrown is what is tested, and the run that threw must be named.
    static IEnumerable<string> Complaints(byte[] bytes, string name)
    {
        try
        {
            return Read(bytes, name);
        }
        catch (Exception fault)
        {
            return [fault.ToString()];
        }
    }
#pragma warning restore CA1031

    static IReadOnlyList<string> Read(byte[] bytes, string name)
    {
        using IPacketSource? source = CaptureOpening.Open(bytes, name);
        if (source is null) return [];
        var store = new MemoryStore(bytes);
        var records = new RecordChecks(store);
        var analysis = new Analysis(new AnalysisOptions { KeepContent = true }, records, store);
        bool isRead = analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        records.CheckAll();
        return isRead ? records.Complaints : [.. records.Complaints, "reading stopped though nobody cancelled it"];
    }
}

/// <summary>Has both cores and the memory to itself.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
