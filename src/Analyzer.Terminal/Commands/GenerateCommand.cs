using System.CommandLine;
using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Servers.Recording;
using Analyzer.Servers.Scenarios;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that plays scenarios between the servers and agents and writes captures of them.</summary>
static class GenerateCommand
{
    /// <summary>The seed when none is given: that of the samples.</summary>
    internal const int UsualSeed = 1;

    public static Command Create(StandardStreams streams)
    {
        var command = new Command("generate", "Play a scenario between the built-in servers and agents, and write a capture of it.");
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "the scenario; --list names them" };
        name.CompletionSources.Add(_ => Names());
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE.pcapng", Description = "where to write the capture; what is there is replaced" };
        var truth = new Option<string?>("--truth") { HelpName = "FILE.json", Description = "where to write what is really in it" };
        var keyLog = new Option<string?>("--keylog") { HelpName = "FILE", Description = "where to write the TLS keys, which are also in the capture" };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "the same number makes the same bytes, but for TLS", DefaultValueFactory = _ => UsualSeed };
        var list = new Option<bool>("--list") { Description = "name the scenarios" };
        var all = new Option<string?>("--all") { HelpName = "DIR", Description = "write every scenario with its truth into a folder" };
        var impairments = new ImpairmentOptions();
        command.Add(name);
        foreach (Option option in (Option[])[output, truth, keyLog, seed, list, all]) command.Add(option);
        impairments.AddTo(command);
        command.Validators.Add(result =>
        {
            bool isComplete = result.GetValue(list) || result.GetValue(all) is not null || (result.GetValue(name) is not null && result.GetValue(output) is not null);
            if (!isComplete) result.AddError("generate: say NAME and --output FILE, or --list, or --all DIR");
        });
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, isQuiet: false);
            if (result.GetValue(list)) return List(invocation);
            Impairments wrong = impairments.Read(result);
            if (result.GetValue(all) is { } folder) return All(invocation, folder, result.GetValue(seed), wrong);
            var targets = new Targets(result.GetValue(output)!, result.GetValue(truth), result.GetValue(keyLog));
            return One(invocation, result.GetValue(name)!, targets, result.GetValue(seed), wrong);
        });
        return command;
    }

    static IEnumerable<string> Names() => CaptureGenerator.Titles.Select(title => title.Name);

    static int List(Invocation invocation)
    {
        int width = Names().Max(name => name.Length);
        foreach (ScenarioTitle title in CaptureGenerator.Titles)
        {
            invocation.Streams.Output.Write(Encoding.UTF8.GetBytes($"{title.Name.PadRight(width)}  {title.Shows}\n"));
        }
        return invocation.Finish(ExitStatus.Ok);
    }

    static int All(Invocation invocation, string folder, int seed, Impairments impairments)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception refused) when (IoProblem.IsOne(refused))
        {
            invocation.Notices.Error($"--all {folder}: {IoProblem.Describe(refused)}");
            return ExitStatus.Usage;
        }
        foreach (string name in Names())
        {
            string capture = Path.Combine(folder, name + ".pcapng");
            int status = One(invocation, name, new Targets(capture, Path.ChangeExtension(capture, ".truth.json"), Path.ChangeExtension(capture, ".keylog")), seed, impairments);
            if (status != ExitStatus.Ok) return status;
        }
        return ExitStatus.Ok;
    }

    static int One(Invocation invocation, string name, Targets targets, int seed, Impairments impairments)
    {
        if (CaptureGenerator.Generate(name, seed, impairments) is not { } made)
        {
            invocation.Notices.Error($"there is no scenario '{name}'; generate --list names them");
            return ExitStatus.Usage;
        }
        try
        {
            targets.Write(made);
            return ExitStatus.Ok;
        }
        catch (Exception refused) when (IoProblem.IsOne(refused))
        {
            invocation.Notices.Error($"{targets.Capture}: {IoProblem.Describe(refused)}");
            return ExitStatus.Incomplete;
        }
    }

    sealed record Targets(string Capture, string? Truth, string? KeyLog)
    {
        public void Write(GeneratedCapture made)
        {
            File.WriteAllBytes(Capture, made.Bytes.Span);
            bool hasKeys = made.KeyLog is not null && KeyLog is not null;
            if (hasKeys) File.WriteAllText(KeyLog!, made.KeyLog);
            string? keyLog = hasKeys ? Path.GetFileName(KeyLog) : null;
            if (Truth is not null) File.WriteAllText(Truth, (made.Truth with { File = Path.GetFileName(Capture), Keylog = keyLog }).ToJson());
        }
    }
}
