using Analyzer.Servers.Recording;
using Analyzer.Servers.Scenarios;

namespace Analyzer.Terminal.Selftest;

/// <summary>One scenario under one impairment.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Impairment">The impairment's name.</param>
/// <param name="Impairments">What goes wrong.</param>
sealed record Trial(string Scenario, string Impairment, Impairments Impairments)
{
    /// <summary>The impairments, by the names of the options that ask for them.</summary>
    static readonly (string Name, Impairments What)[] s_impairments =
    [
        ("none", Impairments.None),
        ("loss", new() { Loss = 0.08 }),
        ("reorder", new() { Reorder = 0.15 }),
        ("duplicate", new() { Duplicate = 0.15 }),
        ("overlap", new() { Overlap = 0.3 }),
        ("resegment", new() { Resegment = true }),
        ("fragments", new() { FragmentSize = 300 }),
        ("vlan", new() { Vlan = 42 }),
        ("ipv6", new() { Ipv6 = true }),
        ("nat", new() { Nat = true }),
        ("capture-loss", new() { CaptureLoss = 0.05 }),
        ("snaplen", new() { SnapLength = 256 }),
        ("start-at", new() { StartAt = 0.4 }),
        ("one-direction-client", new() { OnlySide = CapturedSide.Client }),
        ("one-direction-server", new() { OnlySide = CapturedSide.Server }),
        ("bad-day", new() { Loss = 0.04, Reorder = 0.08, Duplicate = 0.05, Overlap = 0.1, Resegment = true, FragmentSize = 576, Vlan = 7 }),
    ];

    /// <summary>What people call it.</summary>
    public string Name => $"{Scenario} {Impairment}";

    /// <summary>Every scenario under every impairment.</summary>
    public static IEnumerable<Trial> All() =>
        from title in CaptureGenerator.Titles
        from impairment in s_impairments
        select new Trial(title.Name, impairment.Name, impairment.What);

    /// <summary>Generates, analyses and compares.</summary>
    public IReadOnlyList<CheckedObject> Run(int seed)
    {
        GeneratedCapture made = CaptureGenerator.Generate(Scenario, seed, Impairments)!;
        return new TruthCheck(made.Truth, RecordCollector.Analyse(made.Bytes)).Check();
    }
}
