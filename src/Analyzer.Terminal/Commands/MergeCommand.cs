using System.CommandLine;
using Analyzer.Capture.Sources;
using Analyzer.Dissection.Export;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that makes one list of records of those of several runs.</summary>
static class MergeCommand
{
    public static Command Create(StandardStreams streams)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "records as JSON Lines, such as 'read --json' prints and an export's index.jsonl; - is standard input" };
        var command = new Command("merge", "Put the records of several runs into one list: each with the number of its run, the hosts of all together.") { files };
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, isQuiet: false);
            return Run(result.GetRequiredValue(files), invocation);
        });
        return command;
    }

    static int Run(string[] files, Invocation invocation)
    {
        int status = ExitStatus.Ok;
        using var lines = new RunLines(invocation.Streams.Output);
        for (int i = 0; i < files.Length && !invocation.Streams.Output.HasEnded; i++)
        {
            try
            {
                using Stream stream = files[i] == CaptureFile.StandardInput ? Console.OpenStandardInput() : File.OpenRead(files[i]);
                if (!Add(i, files[i], stream, lines, invocation) && status == ExitStatus.Ok) status = ExitStatus.Incomplete;
            }
            catch (Exception problem) when (IoProblem.IsOne(problem) || problem is ArgumentException)
            {
                invocation.Notices.Error($"{files[i]}: {IoProblem.Describe(problem)}");
                status = ExitStatus.NoCapture;
            }
        }
        lines.Complete();
        return invocation.Finish(status);
    }

    static bool Add(int file, string name, Stream stream, RunLines lines, Invocation invocation)
    {
        var reader = new LineReader(stream);
        int problems = 0;
        for (long number = 1; reader.TryRead(out ReadOnlyMemory<byte> line) && !invocation.Interruption.Token.IsCancellationRequested; number++)
        {
            if (line.Span.Trim(" \t\r"u8).IsEmpty || lines.TryAdd(file, line)) continue;
            if (problems++ == 0) invocation.Notices.Error($"{name}: line {number} is no record");
        }
        if (problems > 1) invocation.Notices.Error($"{name}: {Quantity.Count(problems, "line")} in all are no records");
        return problems == 0;
    }
}
