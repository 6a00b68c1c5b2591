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
        RootCommand root = Create(streams);
        arguments = OpenCommand.Imply(arguments, root);
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

    internal static RootCommand Create(StandardStreams streams)
    {
        var options = new CaptureOptions();
        var root = new RootCommand("Analyzer: e-mail and file transfers out of packet captures.")
        {
            ListCommand.Read(options, streams),
            ListCommand.Of<SessionRecord>("sessions", "List SMTP, POP3, IMAP and FTP sessions.", options, streams, _ => RecordTables.Sessions()),
            ListCommand.Of<MessageRecord>("messages", "List e-mails.", options, streams, _ => RecordTables.Messages()),
            ListCommand.Of<TransferRecord>("files", "List files and listings that FTP moved.", options, streams, _ => RecordTables.Files()),
            ListCommand.Of<CredentialRecord>("credentials", "List user names and passwords.", options, streams, RecordTables.Credentials, hasSecrets: true),
            ListCommand.Of<FindingRecord>("findings", "List what a person should know: damage, gaps, errors.", options, streams, _ => RecordTables.Findings()),
            ListCommand.Of<HostRecord>("hosts", "List the hosts that took part.", options, streams, _ => RecordTables.Hosts()),
            ListCommand.Of<TreeRecord>("tree", "Show the files on FTP servers, as the captures tell of them over time.", options, streams, _ => new TreeView()),
            JourneyCommand.Create(options, streams),
            ShowCommand.Create(options, streams),
            ListCommand.Of<StreamRecord>("streams", "List every TCP connection, whatever its port: reassembly alone.", options, streams, _ => RecordTables.Streams()),
            ExportCommand.Create(options, streams),
            MergeCommand.Create(streams),
            GenerateCommand.Create(streams),
            SelftestCommand.Create(streams),
            LiveCommand.Create(options, streams),
            InterfacesCommand.Create(streams),
            ServeCommand.Create(streams),
            SendCommand.Create(streams),
            FetchCommand.Create(streams),
            FtpCommand.Create(streams),
            OpenCommand.Create(options, streams),
            CompletionCommand.Create(streams),
        };
        // Its usual help option also answers to /h and /?, which are names of files here.
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Action = new HelpWithExamples(new HelpAction(), streams.Width) });
        root.Add(new VersionOption { Action = new TellVersion(streams) });
        return root;
    }

}
