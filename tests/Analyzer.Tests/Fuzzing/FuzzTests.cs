using System.Collections.Concurrent;
using System.Globalization;
using Analyzer.Tests.Endurance;

namespace Analyzer.Tests.Fuzzing;

/// <summary>
/// Captures mutated from a seed, analysed in process. A short run is a test; a long one is started by hand (docs/robustness.md says how)
/// and prints the seed of each find.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests(ITestOutputHelper output)
{
    const ulong ShortRun = 4_000;
    const int LongestConversation = 24 * 1024;

    // Of the process: what a trial may take does not depend on what else the machine does.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    static TimeSpan Now => Environment.CpuUsage.TotalTime;

    internal static IReadOnlyList<Conversation> Conversations() =>
    [
        .. EnduranceCaptures.Names.Where(name => !name.StartsWith("generated:", StringComparison.Ordinal))
            .Select(name => ConversationReader.Read(name, EnduranceCaptures.Load(name)))
            .OfType<Conversation>()
            .Where(conversation => conversation.Steps.Count > 0 && conversation.Length <= LongestConversation),
    ];

    [Fact]
    public void No_mutated_capture_breaks_a_promise() => Run(0, ShortRun, stopAt: 3);

    [Fact(Explicit = true)]
    public void No_mutated_capture_of_a_long_run_breaks_a_promise() => Run(Setting("FUZZ_FROM", 0), Setting("FUZZ_COUNT", 1_000_000), stopAt: 50);

    void Run(ulong from, ulong count, int stopAt)
    {
        var trial = new Trial(Conversations());
        var finds = new ConcurrentDictionary<ulong, string>();
        var running = new ConcurrentDictionary<ulong, TimeSpan>();
        using var timer = new Timer(_ => NameTheSlow(running, finds), null, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Parallel.For(0L, (long)count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (offset, loop) =>
        {
            ulong seed = from + (ulong)offset;
            running[seed] = Now;
            if (trial.Complain(seed) is { } complaint) finds[seed] = complaint;
            running.TryRemove(seed, out _);
            if (finds.Count >= stopAt) loop.Stop();
        });
        foreach ((ulong seed, string find) in finds)
        {
            output.WriteLine($"seed {seed}: {find}");
            trial.Keep(seed, Environment.GetEnvironmentVariable("FUZZ_KEEP"));
        }
        Assert.True(finds.IsEmpty, string.Join('\n', finds.Take(3)));
    }

    static void NameTheSlow(ConcurrentDictionary<ulong, TimeSpan> running, ConcurrentDictionary<ulong, string> finds)
    {
        foreach ((ulong seed, TimeSpan start) in running)
        {
            // At once, as a run that hangs tells nothing at its end.
            if (Now - start > s_patience && finds.TryAdd(seed, "no end in sight")) Console.Error.WriteLine($"seed {seed}: no end in sight");
        }
    }

    static ulong Setting(string name, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : otherwise;
}
