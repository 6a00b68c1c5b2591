using System.CommandLine;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Servers.Recording;
using Analyzer.Servers.Scenarios;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that shows captures on the screen. Where there is no terminal to draw on, it prints the view.</summary>
static class OpenCommand
{
    /// <summary>The command's word, which may be left out before the name of a file.</summary>
    public const string Name = "open";

    public static Command Create(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command(Name, "Look through captures on the screen. 'analyzer FILE' does the same.");
        options.AddTo(command);
        var plain = new Option<bool>("--plain") { Description = "print the view instead of drawing screens" };
        var view = new Option<string>("--view") { HelpName = "NAME", Description = "which view to print", DefaultValueFactory = _ => PlainViews.Names[0] };
        view.CompletionSources.Add([.. PlainViews.Names]);
        view.Validators.Add(result =>
        {
            string name = result.GetValueOrDefault<string>() ?? "";
            if (!PlainViews.Names.Contains(name)) result.AddError($"--view: there is no view '{name}'; there are {string.Join(", ", PlainViews.Names)}");
        });
        var teach = new Option<bool>("--teach") { Description = "explain each phase of a dialogue" };
        var ascii = new Option<bool>("--ascii") { Description = "draw with ASCII only" };
        var noMouse = new Option<bool>("--no-mouse") { Description = "leave the mouse to the terminal" };
        var theme = new Option<string>("--theme") { HelpName = "NAME", Description = "colours for a 'dark' or a 'light' background (default: what the terminal says)" };
        theme.AcceptOnlyFromAmong("dark", "light");
        foreach (Option option in (Option[])[plain, view, teach, ascii, noMouse, theme]) command.Add(option);
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result);
            var settings = new ViewSettings { Teaches = result.GetValue(teach) };
            bool isPlain = result.GetValue(plain) || !streams.IsOutputTerminal;
            if (isPlain) return PlainViews.Print(request, result.GetValue(view)!, settings, streams);
            return Show(request, new TuiOptions(result.GetValue(ascii), !result.GetValue(noMouse), settings, result.GetValue(theme) is { } name ? name == "light" : null), streams);
        });
        return command;
    }

    /// <summary>A capture's name alone is to open it.</summary>
    public static IReadOnlyList<string> Imply(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || AnalyzerCommand.All.Any(command => command.Name == arguments[0])) return arguments;
        return arguments[0] == CaptureFile.StandardInput || File.Exists(arguments[0]) ? [Name, .. arguments] : arguments;
    }

    /// <summary>Whether there is a terminal to draw on.</summary>
    public static bool CanShow(StandardStreams streams) => streams.IsOutputTerminal && TuiRun.IsPossible;

    /// <summary>Shows the start screen, which offers captures.</summary>
    public static int Start(StandardStreams streams) =>
        Show(new RunRequest { Captures = [], Options = new AnalysisOptions() }, new TuiOptions(IsAscii: false, HasMouse: true, new ViewSettings()), streams);

    static (Load? Load, string Problem) Open(StartEntry entry, RunRequest request)
    {
        string problem;
        Load? load = entry.Kind switch
        {
            StartKind.Interface => LiveLoad.Open(entry.Path, request.Options, out problem),
            StartKind.Sample => CaptureLoad.Open(request, entry.Path, CaptureGenerator.Generate(entry.Path, GenerateCommand.UsualSeed, Impairments.None)!.Bytes, out problem),
            _ => CaptureLoad.Open(request with { Captures = [entry.Path] }, out problem),
        };
        return (load, problem);
    }

    static int Show(RunRequest request, TuiOptions options, StandardStreams streams)
    {
        CaptureLoad? load = null;
        if (request.Captures.Count > 0)
        {
            load = CaptureLoad.Open(request, out string problem);
            if (load is null)
            {
                new Notices(streams.Error).Error(problem);
                return ExitStatus.NoCapture;
            }
        }
        using TuiRun? run = TuiRun.TryBegin(options);
        if (run is null)
        {
            load?.Dispose();
            return PlainViews.Print(request, PlainViews.Names[0], options.Settings, streams);
        }
        run.Filter = request.Filter;
        run.Run(load, entry => Open(entry, request));
        return ExitStatus.Ok;
    }
}
