using System.CommandLine;
using System.CommandLine.Help;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The whole command line.</summary>
static class AnalyzerCommand
{
    /// <summary>Understands the arguments and does what they say; returns the exit status.</summary>
    public static int Run(IReadOnlyList<string> arguments, StandardStreams streams)
    {
        if (arguments.Count == 0 && OpenCommand.CanShow(streams)) return OpenCommand.Start(streams);
        arguments = OpenCommand.Imply(arguments);
        RootCommand root = Create(streams, arguments.Count > 0 ? arguments[0] : null);
        // A capture may be called @something: no response files.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageProblem.Of(parsed) is { } problem)
        {
            new Notices(streams.Error).Error(problem);
            return ExitStatus.Usage;
        }
        using var output = new StreamWriter(streams.Output, leaveOpen: true) { AutoFlush = false };
        var configuration = new InvocationConfiguration { Output = output, Error = streams.Error, EnableDefaultExceptionHandler = false };
        return parsed.Invoke(configuration);
    }

    /// <summary>Every command by its name, in the order of the help.</summary>
    internal static readonly (string Name, Func<CaptureOptions, StandardStreams, Command> Create)[] All =
    [
        ("read", ListCommand.Read),
        ("sessions", (options, streams) => ListCommand.Of<SessionRecord>("sessions", "List SMTP, POP3, IMAP and FTP sessions.", options, streams, _ => RecordTables.Sessions())),
        ("messages", (options, streams) => ListCommand.Of<MessageRecord>("messages", "List e-mails.", options, streams, _ => RecordTables.Messages())),
        ("files", (options, streams) => ListCommand.Of<TransferRecord>("files", "List files and listings that FTP moved.", options, streams, _ => RecordTables.Files())),
        ("credentials", (options, streams) => ListCommand.Of<CredentialRecord>("credentials", "List user names and passwords.", options, streams, RecordTables.Credentials, hasSecrets: true)),
        ("findings", (options, streams) => ListCommand.Of<FindingRecord>("findings", "List what a person should know: damage, gaps, errors.", options, streams, _ => RecordTables.Findings())),
        ("hosts", (options, streams) => ListCommand.Of<HostRecord>("hosts", "List the hosts that took part.", options, streams, _ => RecordTables.Hosts())),
        ("tree", (options, streams) => ListCommand.Of<TreeRecord>("tree", "Show the files on FTP servers, as the captures tell of them over time.", options, streams, _ => new TreeView())),
        ("journey", JourneyCommand.Create),
        ("show", ShowCommand.Create),
        ("streams", (options, streams) => ListCommand.Of<StreamRecord>("streams", "List every TCP connection, whatever its port: reassembly alone.", options, streams, _ => RecordTables.Streams())),
        ("export", ExportCommand.Create),
        ("merge", (_, streams) => MergeCommand.Create(streams)),
        ("generate", (_, streams) => GenerateCommand.Create(streams)),
        ("selftest", (_, streams) => SelftestCommand.Create(streams)),
        ("live", LiveCommand.Create),
        ("interfaces", (_, streams) => InterfacesCommand.Create(streams)),
        ("serve", (_, streams) => ServeCommand.Create(streams)),
        ("send", (_, streams) => SendCommand.Create(streams)),
        ("fetch", (_, streams) => FetchCommand.Create(streams)),
        ("ftp", (_, streams) => FtpCommand.Create(streams)),
        (OpenCommand.Name, OpenCommand.Create),
        ("completion", (_, streams) => CompletionCommand.Create(streams)),
    ];

    /// <summary>
    /// The commands that a command line can mean: the one that it names, or all. The options of all take longer to make than a small capture
    /// takes to read.
    /// </summary>
    internal static RootCommand Create(StandardStreams streams, string? named = null)
    {
        var options = new CaptureOptions();
        var root = new RootCommand("Analyzer: e-mail and file transfers out of packet captures.");
        bool isKnown = All.Any(command => command.Name == named);
        foreach ((string name, Func<CaptureOptions, StandardStreams, Command> create) in All)
        {
            if (!isKnown || name == named) root.Add(create(options, streams));
        }
        // Its usual help option also answers to /h and /?, which are names of files here.
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Action = new HelpWithExamples(new HelpAction(), streams.Width) });
        root.Add(new VersionOption { Action = new TellVersion(streams) });
        return root;
    }
}
