using System.CommandLine;
using System.Text;
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
        var live = new Option<bool>("--live") { Description = "over real sockets, captured on the loopback interface; as root" };
        var list = new Option<bool>("--list") { Description = "name the scenarios" };
        var all = new Option<string?>("--all") { HelpName = "DIR", Description = "write every scenario with its truth into a folder" };
        var impairments = new ImpairmentOptions();
        command.Add(name);
        foreach (Option option in (Option[])[output, truth, keyLog, seed, live, list, all]) command.Add(option);
        impairments.AddTo(command);
        command.Validators.Add(result =>
        {
            bool isComplete = result.GetValue(list) || result.GetValue(all) is not null || (result.GetValue(name) is not null && result.GetValue(output) is not null);
            if (!isComplete) result.AddError("generate: say NAME and --output FILE, or --list, or --all DIR");
            Option? recorded = impairments.All.Prepend(seed).FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
            if (result.GetValue(live) && recorded is not null) result.AddError($"--live and {recorded.Name} exclude each other: only what is recorded can be repeated, or go wrong as it is told");
        });
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, isQuiet: false);
            if (result.GetValue(list)) return List(invocation);
            var run = new GenerateRun(invocation, result.GetValue(live) ? null : new Recipe(result.GetValue(seed), impairments.Read(result)));
            if (result.GetValue(all) is { } folder) return run.All(folder);
            return run.One(result.GetValue(name)!, new GenerateTargets(result.GetValue(output)!, result.GetValue(truth), result.GetValue(keyLog)));
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
}
