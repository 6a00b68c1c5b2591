using System.CommandLine;
using Analyzer.Dissection.Export;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that writes messages, attachments and files out, and captures made of what was read.</summary>
static class ExportCommand
{
    public static Command Create(CaptureOptions options, StandardStreams streams)
    {
        var command = new Command("export", "Write messages, attachments and transferred files into a directory, with an index of every record; or captures for other programs.");
        options.AddTo(command);
        var output = new Option<string?>("--output", "-o") { HelpName = "DIR", Description = "where messages and files go; nothing that is there is replaced" };
        var decrypted = new Option<string?>("--decrypted-pcapng") { HelpName = "FILE", Description = "a new capture of what TLS protected, in clear" };
        var secrets = new Option<string?>("--pcapng-with-secrets") { HelpName = "FILE", Description = "a new capture of the sessions' packets with the TLS secrets that they need, and no others" };
        command.Add(output);
        command.Add(decrypted);
        command.Add(secrets);
        command.Validators.Add(result =>
        {
            if (((Option<string?>[])[output, decrypted, secrets]).All(option => result.GetValue(option) is null)) result.AddError("--output DIR is missing");
        });
        command.SetAction(result =>
        {
            RunRequest request = options.Read(result);
            using var invocation = new Invocation(streams, request.IsQuiet);
            using var captures = new CaptureExport(invocation.Notices);
            if (captures.Open(result.GetValue(decrypted), result.GetValue(secrets), request.Captures) is { } status) return status;
            request = request with { Options = captures.Extend(request.Options) with { KeepContent = result.GetValue(output) is not null } };
            return Run(request, invocation, result.GetValue(output), captures);
        });
        return command;
    }

    static int Run(RunRequest request, Invocation invocation, string? output, CaptureExport captures)
    {
        Notices notices = invocation.Notices;
        ExportIndex? index = null;
        Exporter? exporter = null;
        var run = new CaptureRun(request, invocation.Streams, notices, invocation.Interruption) { Completed = captures.Finish };
        int status = run.Execute(store =>
        {
            if (output is null) return captures.Before(null);
            if (ExportDirectory.Open(output, out string problem) is not { } directory)
            {
                notices.Error($"--output {output}: {problem}");
                return null;
            }
            index = new ExportIndex(directory, notices);
            exporter = new Exporter(directory, store, index.Lines, new MimeAttachmentSource(), notices.Error);
            return captures.Before(exporter);
        });
        if (captures.HasFailed && status == ExitStatus.Ok) status = ExitStatus.Incomplete;
        if (index is null || exporter is null) return output is null ? invocation.Finish(status) : status;
        using (index)
        {
            bool isWhole = index.Finish() && exporter.Failed == 0;
            if (exporter.Failed > 0) notices.Error($"{Quantity.Count(exporter.Failed, "artefact")} could not be written");
            if (invocation.Streams.IsErrorTerminal) notices.Note($"wrote {Quantity.Count(exporter.Written, "artefact")} into {output}");
            return status == ExitStatus.Ok && !isWhole ? ExitStatus.Incomplete : status;
        }
    }
}
