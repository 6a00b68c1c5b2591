using System.CommandLine;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The FTP user agent: <c>ftp get</c>, <c>ftp put</c>, <c>ftp list</c>.</summary>
static class FtpCommand
{
    public static Command Create(StandardStreams streams) =>
        new("ftp", "Get, put and list files on an FTP server. " + AgentProblem.Rule)
        {
            Get(streams), Put(streams), List(streams),
        };

    static Command Get(StandardStreams streams)
    {
        var command = new Command("get", "Get a file.");
        var url = new Argument<string>("URL") { Description = "ftp://[USER[:PASSWORD]@]HOST[:PORT]/PATH" };
        var file = new Argument<string?>("FILE") { Description = "where to write it (default: its own name, - is standard output)", Arity = ArgumentArity.ZeroOrOne };
        var resume = new Option<bool>("--resume") { Description = "go on where FILE ends" };
        var options = new FtpOptions();
        foreach (Argument argument in (Argument[])[url, file]) command.Add(argument);
        foreach (Option option in (Option[])[resume, options.Text]) command.Add(option);
        options.AddTo(command);
        return Runs(command, streams, result =>
        {
            var place = FtpPlace.Parse(result.GetValue(url)!);
            string local = result.GetValue(file) ?? place.Name;
            bool isText = result.GetValue(options.Text), resumes = result.GetValue(resume);
            if (local.Length == 0) throw new UsageException("the URL ends without a name: say FILE too");
            if (resumes && (isText || local == "-")) throw new UsageException("--resume needs a file, and octets as they are (no --ascii)");
            return (options.Read(result, place), new FtpGet(place.Path, local, isText, resumes));
        });
    }

    static Command Put(StandardStreams streams)
    {
        var command = new Command("put", "Put a file.");
        var file = new Argument<FileInfo>("FILE") { Description = "what to send" };
        var url = new Argument<string>("URL") { Description = "ftp://[USER[:PASSWORD]@]HOST[:PORT]/PATH; ends it with / the file keeps its name" };
        var resume = new Option<bool>("--resume") { Description = "go on where the server's file ends" };
        var append = new Option<bool>("--append") { Description = "add to the server's file (APPE)" };
        var unique = new Option<bool>("--unique") { Description = "let the server find a new name (STOU)" };
        var options = new FtpOptions();
        foreach (Argument argument in (Argument[])[file, url]) command.Add(argument);
        foreach (Option option in (Option[])[resume, append, unique, options.Text]) command.Add(option);
        options.AddTo(command);
        return Runs(command, streams, result =>
        {
            var place = FtpPlace.Parse(result.GetValue(url)!);
            FileInfo local = result.GetValue(file)!;
            bool isText = result.GetValue(options.Text);
            FtpPutKind[] kinds = [.. new[] { (resume, FtpPutKind.Resume), (append, FtpPutKind.Append), (unique, FtpPutKind.Unique) }.Where(one => result.GetValue(one.Item1)).Select(one => one.Item2)];
            if (kinds.Length > 1) throw new UsageException("--resume, --append and --unique contradict one another");
            if (kinds is [FtpPutKind.Resume] && isText) throw new UsageException("--resume needs octets as they are (no --ascii)");
            if (!local.Exists) throw new UsageException($"there is no file {local}");
            string path = place.Path.Length == 0 || place.Path.EndsWith('/') ? place.Path + local.Name : place.Path;
            return (options.Read(result, place), new FtpPut(local, path, isText, kinds.FirstOrDefault()));
        });
    }

    static Command List(StandardStreams streams)
    {
        var command = new Command("list", "List a folder.");
        var url = new Argument<string>("URL") { Description = "ftp://[USER[:PASSWORD]@]HOST[:PORT]/PATH" };
        var names = new Option<bool>("--names") { Description = "names only (NLST)" };
        var machine = new Option<bool>("--machine") { Description = "facts for programs: type, size, time (MLSD)" };
        var options = new FtpOptions();
        command.Add(url);
        foreach (Option option in (Option[])[names, machine]) command.Add(option);
        options.AddTo(command);
        return Runs(command, streams, result =>
        {
            var place = FtpPlace.Parse(result.GetValue(url)!);
            if (result.GetValue(names) && result.GetValue(machine)) throw new UsageException("--names and --machine contradict one another");
            string verb = result.GetValue(names) ? "NLST" : result.GetValue(machine) ? "MLSD" : "LIST";
            return (options.Read(result, place), new FtpList($"{verb} {place.Path}".TrimEnd()));
        });
    }

    static Command Runs(Command command, StandardStreams streams, Func<ParseResult, (FtpLogin Login, IFtpTask Task)> read)
    {
        command.SetAction(result =>
        {
            try
            {
                (FtpLogin login, IFtpTask task) = read(result);
                using var invocation = new Invocation(streams, login.IsQuiet);
                return new FtpRun(login, invocation).RunAsync(task).GetAwaiter().GetResult();
            }
            catch (UsageException problem)
            {
                new Notices(streams.Error).Error(problem.Message);
                return ExitStatus.Usage;
            }
        });
        return command;
    }
}
