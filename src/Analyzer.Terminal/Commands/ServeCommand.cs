using System.CommandLine;
using System.Globalization;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Running;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that runs the reference servers until Ctrl-C.</summary>
static class ServeCommand
{
    public static Command Create(StandardStreams streams)
    {
        var command = new Command("serve", "Run SMTP, POP3, IMAP, FTP and DNS servers on loopback, to try the protocols by hand.");
        var options = new ServeOptions();
        options.AddTo(command);
        var quiet = new Option<bool>("--quiet", "-q") { Description = "do not print the dialogues" };
        command.Add(quiet);
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, isQuiet: false);
            try
            {
                return Run(options.Read(result), invocation, result.GetValue(quiet)).GetAwaiter().GetResult();
            }
            catch (Exception problem) when (problem is UsageException or ServerStartException)
            {
                invocation.Notices.Error(problem.Message);
                return ExitStatus.Usage;
            }
        });
        return command;
    }

    static async Task<int> Run(ReferenceServerOptions options, Invocation invocation, bool isQuiet)
    {
        await using var output = new StreamWriter(invocation.Streams.Output, leaveOpen: true);
        using var network = new LoopbackNetwork();
        try
        {
            options.Root.Create();
            TlsKeyLog.Start(KeyLogOf(options));
            options = options with { Log = isQuiet ? NoDialogueLog.Instance : new DialoguePrinter(output, network.Clock) };
            await using ReferenceServers servers = await ReferenceServers.StartAsync(network, options, invocation.Interruption.Token);
            PrintServices(output, servers, options);
            await Task.Delay(Timeout.Infinite, invocation.Interruption.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitStatus.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            invocation.Notices.Error($"{options.Root.FullName} cannot be used: is it writable, and does no other 'analyzer serve' use it?");
            return ExitStatus.Usage;
        }
    }

    static string KeyLogOf(ReferenceServerOptions options) => Path.Combine(options.Root.FullName, "tls-keys.log");

    static void PrintServices(StreamWriter output, ReferenceServers servers, ReferenceServerOptions options)
    {
        foreach (IGrouping<string, Listening> site in servers.Services.GroupBy(service => service.Site))
        {
            string ports = string.Join("  ", site.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Service.ToString().ToLowerInvariant()} {one.EndPoint.Port}")));
            output.WriteLine($"{site.Key} at {site.First().EndPoint.Address}: {ports}");
            foreach (Account account in options.Accounts.Accounts.Where(account => options.Accounts.OfSite(options.Accounts.Sites.First(one => one.HostName == site.Key)).Holds(account.Domain)))
                output.WriteLine($"  user {account.Address}, password {account.Password}");
        }
        output.WriteLine($"Mail, files and certificate are in {options.Root.FullName}, TLS keys in {KeyLogOf(options)}.");
        output.WriteLine("Ready. Ctrl-C stops.");
        output.Flush();
    }

    /// <summary>What the help tells beyond the options: the order of ports, the faults, the limits.</summary>
    public static void WriteHelp(TextWriter output)
    {
        output.WriteLine("Ports:");
        output.WriteLine("  --ports-from N gives " + string.Join(", ", Enum.GetValues<Service>().Select(service => $"{service.ToString().ToLowerInvariant()} {(service == 0 ? "N" : $"N+{(int)service}")}")));
        output.WriteLine();
        output.WriteLine("Faults:");
        foreach (string line in FaultPlan.Help) output.WriteLine("  " + line);
        output.WriteLine();
        output.WriteLine("Limits:");
        var limits = new ServerLimits();
        Limit("connections to one service at a time", limits.MaxConnections);
        Limit("bytes of a line", limits.MaxLine);
        Limit("bytes of a message", limits.MaxMessage);
        Limit("seconds until the first line", limits.FirstLineTime.TotalSeconds);
        Limit("seconds until each further line", limits.IdleTime.TotalSeconds);
        Limit("bytes a second of a message, on average", limits.MinRate);
        Limit("seconds until a client reads what it is sent", limits.WriteTime.TotalSeconds);
        Limit("mistakes until the server hangs up", limits.MaxMistakes);
        output.WriteLine();

        void Limit(string name, double value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-46}{value:N0}"));
    }
}
