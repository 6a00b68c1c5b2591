using System.Globalization;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary><c>analyzer serve</c> for Bob's site, on free ports of 127.0.0.1.</summary>
sealed class RunningServers : IDisposable
{
    readonly AnalyzerCommand _command;
    readonly TemporaryFolder _root;
    readonly Dictionary<string, int> _ports;

    RunningServers(AnalyzerCommand command, TemporaryFolder root, Dictionary<string, int> ports) => (_command, _root, _ports) = (command, root, ports);

    /// <summary>The servers' own certificate, for clients to trust.</summary>
    public string Certificate => _root.At("certificate.pem");

    /// <summary>The folder of the FTP server.</summary>
    public string Files => _root.At(Path.Combine("hamburger.edu", "files"));

    /// <summary>The texts in the INBOX of a user of Bob's site.</summary>
    public string[] Inbox(string user) =>
        Directory.Exists(_root.At($"hamburger.edu/mail/{user}/new")) ? [.. Directory.GetFiles(_root.At($"hamburger.edu/mail/{user}/new")).Select(File.ReadAllText)] : [];

    /// <summary>Starts the services named (smtp, ftp, ftps, ...) with further words of the command line.</summary>
    public static async Task<RunningServers> Start(string[] services, params string[] words)
    {
        var root = new TemporaryFolder();
        string[] all = ["smtp", "pop3", "imap", "ftp", "dns", "smtps", "pop3s", "imaps", "ftps", "lmtp"];
        IEnumerable<string> ports = all.SelectMany(service => (string[])["--" + service, services.Contains(service) ? "0" : "off"]);
        var command = AnalyzerCommand.Start(["serve", "--root", root.Path, "--site", "hamburger.edu", "--quiet", .. ports, .. words]);
        var found = new Dictionary<string, int>();
        while (await command.ReadLine() is { } line && !line.StartsWith("Ready", StringComparison.Ordinal))
        {
            if (!line.StartsWith("hamburger.edu at", StringComparison.Ordinal)) continue;
            string[] pairs = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int at = 0; at < pairs.Length; at += 2) found[pairs[at]] = int.Parse(pairs[at + 1], CultureInfo.InvariantCulture);
        }
        Assert.Equal(services.Order(), found.Keys.Order());
        return new RunningServers(command, root, found);
    }

    public int Port(string service) => _ports[service];

    public void Dispose()
    {
        _command.Dispose();
        _root.Dispose();
    }
}
