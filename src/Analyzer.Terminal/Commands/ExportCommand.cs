using System.CommandLine;
using Analyzer.Dissection.Export;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that writes messages, attachments and files out.</summary>
static class ExportCommand
{
    public static Command Create(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command("export", "Write messages, attachments and transferred files into a directory, with an index of every record.");
        options.AddTo(command);
        var output = new Option<string>("--output", "-o") { HelpName = "DIR", Description = "where to; nothing that is there is replaced", Required = true };
        command.Add(output);
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result);
            using var invocation = new Invocation(streams, request.IsQuiet);
            return Run(request with { Options = request.Options with { KeepContent = true } }, invocation, result.GetRequiredValue(output));
        });
        return command;
    }

    static int Run(RunRequest request, Invocation invocation, string output)
    {
        Notices notices = invocation.Notices;
        ExportIndex? index = null;
        Exporter? exporter = null;
        int status = new CaptureRun(request, invocation.Streams, notices, invocation.Interruption).Execute(store =>
        {
            if (ExportDirectory.Open(output, out string problem) is not { } directory)
            {
                notices.Error($"--output {output}: {problem}");
                return null;
            }
            index = new ExportIndex(directory, notices);
            return exporter = new Exporter(directory, store, index.Lines, new MimeAttachmentSource(), notices.Error);
        });
        if (index is null || exporter is null) return status;
        using (index)
        {
            bool isWhole = index.Finish() && exporter.Failed == 0;
            if (exporter.Failed > 0) notices.Error($"{Quantity.Count(exporter.Failed, "artefact")} could not be written");
            if (invocation.Streams.IsErrorTerminal) notices.Note($"wrote {Quantity.Count(exporter.Written, "artefact")} into {output}");
            return status == ExitStatus.Ok && !isWhole ? ExitStatus.Incomplete : status;
        }
    }
}
