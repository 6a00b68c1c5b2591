using Analyzer.Servers.Recording;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Timing;
using Analyzer.Servers.Recording.Truth;
using Analyzer.Servers.Recording.Writing;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios;

/// <summary>Plays scenarios and makes captures of them. May be used from several threads at a time.</summary>
public static class CaptureGenerator
{
    /// <summary>When every play begins: the same bytes for the same seed need the same time.</summary>
    static readonly DateTimeOffset s_start = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    /// <summary>Until the last packets have gone by.</summary>
    static readonly TimeSpan s_calm = TimeSpan.FromSeconds(3);

    /// <summary>What can be played.</summary>
    public static IReadOnlyList<ScenarioTitle> Titles { get; } =
        [.. ScenarioList.All.Select(scenario => new ScenarioTitle(scenario.Name, scenario.Shows, scenario.IsRepeatable))];

    /// <summary>Plays a scenario in memory; returns null when there is none of that name.</summary>
    /// <param name="name">One of <see cref="Titles"/>.</param>
    /// <param name="seed">All that is left to chance comes from it.</param>
    /// <param name="impairments">What goes wrong.</param>
    /// <param name="cancel">Ends the play with an <see cref="OperationCanceledException"/>.</param>
    public static GeneratedCapture? Generate(string name, int seed, Impairments impairments, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(impairments);
        Scenario? scenario = ScenarioList.All.FirstOrDefault(scenario => scenario.Name == name);
        return scenario is null ? null : Play(scenario, seed, impairments, cancel);
    }

    static GeneratedCapture Play(Scenario scenario, int seed, Impairments impairments, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("analyzer-scenario-");
        try
        {
            using KeyLogPart? keys = scenario.UsesTls ? KeyLogPart.Begin() : null;
            var pump = new Pump(s_start) { Stop = cancel };
            var network = new RecordedNetwork(pump, seed, impairments);
            GeneratedCapture? made = null;
            pump.Run(async () =>
            {
                var book = new DialogueBook(network.Connections);
                network.Connections.OnAsked = book.Opened;
                var facts = new LetterFacts();
                await using var stage = new Stage(network, book, facts, folder);
                await scenario.PlayAsync(stage);
                await stage.PauseAsync(s_calm);
                if (pump.Returns > 0) throw new InvalidOperationException($"{scenario.Name} cannot be repeated: {pump.Returns} times something came from another thread.");
                made = Write(scenario, seed, impairments, new Recording(network, book, facts, keys?.Read()));
            });
            return made!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static GeneratedCapture Write(Scenario scenario, int seed, Impairments impairments, Recording recording)
    {
        var writer = new CaptureWriter(impairments, recording.Network.Random("capture"));
        using var file = new MemoryStream();
        writer.Write([.. recording.Network.Packets], $"{scenario.Name}: {scenario.Shows}", recording.Keys, file);
        var truth = new TruthBuilder(recording.Book, recording.Network.Connections, writer, recording.Facts);
        return Finish(scenario, file.ToArray(), recording.Keys, truth.Build(scenario.Name, scenario.Shows, seed, impairments));
    }

    /// <summary>A capture with its truth, to which the facts of the file are added.</summary>
    internal static GeneratedCapture Finish(Scenario scenario, byte[] bytes, string? keys, CaptureTruth truth) => new(bytes, keys, truth with
    {
        File = scenario.Name + ".pcapng",
        CaptureSize = bytes.Length,
        CaptureSha256 = SessionTruth.Hash(bytes),
    });

    sealed record Recording(RecordedNetwork Network, DialogueBook Book, LetterFacts Facts, string? Keys);
}

/// <summary>A scenario's name, what it shows, and whether the same seed makes the same bytes on every machine.</summary>
public sealed record ScenarioTitle(string Name, string Shows, bool IsRepeatable);

/// <summary>A capture file's bytes, the TLS keys to open it (null: nothing is encrypted), and what is really in it.</summary>
public sealed record GeneratedCapture(ReadOnlyMemory<byte> Bytes, string? KeyLog, CaptureTruth Truth);
