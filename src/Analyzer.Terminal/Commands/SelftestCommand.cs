using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Selftest;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that plays every scenario under every impairment and compares the analysis with the truth.</summary>
static class SelftestCommand
{
    public static Command Create(StandardStreams streams)
    {
        var command = new Command("selftest", "Generate every scenario under every impairment, analyse it, and compare with the truth.");
        var only = new Option<string>("--only") { HelpName = "WORD", Description = "only scenarios or impairments with this word in their names", DefaultValueFactory = _ => "" };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "another seed tries other packets", DefaultValueFactory = _ => GenerateCommand.UsualSeed };
        command.Add(only);
        command.Add(seed);
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, isQuiet: false);
            return Run(invocation, result.GetValue(only)!, result.GetValue(seed));
        });
        return command;
    }

    static int Run(Invocation invocation, string only, int seed)
    {
        long start = Stopwatch.GetTimestamp();
        Trial[] trials = [.. Trial.All().Where(trial => trial.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        if (trials.Length == 0)
        {
            invocation.Notices.Error($"--only {only}: no scenario and no impairment has this in its name");
            return ExitStatus.Usage;
        }
        var scores = new IReadOnlyList<CheckedObject>[trials.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = invocation.Interruption.Token };
        Parallel.For(0, trials.Length, options, i => scores[i] = trials[i].Run(seed));
        string text = Scorecard.Print(trials, scores) + $"{trials.Length} trials in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s\n";
        invocation.Streams.Output.Write(Encoding.UTF8.GetBytes(text));
        bool hasWrong = scores.Any(score => score.Any(one => one.Verdict == Verdict.Wrong));
        return invocation.Finish(hasWrong ? ExitStatus.Incomplete : ExitStatus.Ok);
    }
}
