using System.Security.Cryptography;
using System.Text;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>The reference servers of one site in a network namespace, and curl as their client; what curl sent and got is the truth.</summary>
sealed class MailSite : IAsyncDisposable
{
    const string Site = "hamburger.edu", Login = "bob@hamburger.edu:hungry", Mailbox = "bob@hamburger.edu", Sender = "carol@hamburger.edu";

    readonly TemporaryFolder _folder = new();
    readonly AnalyzerCommand _servers;
    readonly NetworkNamespace _clients;
    readonly string _address;
    readonly Random _random = new(1);

    MailSite(NetworkNamespace network, NetworkNamespace clients, string address)
    {
        (_clients, _address) = (clients, address);
        _servers = AnalyzerCommand.StartBehind(network.Launcher, "serve", "--root", _folder.At("site"), "--site", Site, "--address", address, "--relay", "anyone", "--quiet");
    }

    /// <summary>Hashes of the messages that went over the wire, in their order.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>Hashes of the files.</summary>
    public List<string> Files { get; } = [];

    public static async Task<MailSite> Start(NetworkNamespace network, NetworkNamespace clients, string address)
    {
        var site = new MailSite(network, clients, address);
        while (await site._servers.ReadLine() is { } line)
        {
            if (line.StartsWith("Ready", StringComparison.Ordinal)) return site;
        }
        Assert.Fail("the servers did not start");
        return site;
    }

    /// <summary>Mails a message of about that size.</summary>
    public async Task Mail(string subject, int size)
    {
        var text = new StringBuilder($"From: {Sender}\r\nTo: {Mailbox}\r\nSubject: {subject}\r\n\r\n");
        var line = new byte[54];
        while (text.Length < size)
        {
            _random.NextBytes(line);
            text.Append(_random.Next(10) == 0 ? "." : "").Append(Convert.ToBase64String(line)).Append("\r\n");
        }
        byte[] message = Encoding.ASCII.GetBytes(text.ToString());
        string file = _folder.Write("message", message);
        await Curl($"smtp://{_address}", "--mail-from", Sender, "--mail-rcpt", Mailbox, "--upload-file", file);
        Messages.Add(Hash(message));
    }

    /// <summary>Fetches the first message of the mailbox, once it was delivered, by POP3 and by IMAP.</summary>
    public async Task Fetch()
    {
        while ((await Curl($"pop3://{_address}", "--user", Login)).Trim().Length == 0) await Task.Delay(50);
        await Fetch($"pop3://{_address}/1");
        await Fetch($"imap://{_address}/INBOX;MAILINDEX=1");
    }

    async Task Fetch(string url)
    {
        string file = _folder.At("fetched");
        await Curl(url, "--user", Login, "--output", file);
        Messages.Add(Hash(await File.ReadAllBytesAsync(file)));
    }

    /// <summary>Stores a file of that size and gets it back.</summary>
    public async Task Transfer(string name, int size)
    {
        var bytes = new byte[size];
        _random.NextBytes(bytes);
        string file = _folder.Write("file", bytes);
        await Curl($"ftp://{_address}/{name}", "--user", Login, "--upload-file", file);
        await Curl($"ftp://{_address}/{name}", "--user", Login, "--output", _folder.At("back"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.At("back")));
        Files.AddRange([Hash(bytes), Hash(bytes)]);
    }

    Task<string> Curl(params string[] words) => _clients.Run(["curl", "--silent", "--show-error", "--max-time", "100", .. words]);

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether all that went over the wire was found, complete and exact.</summary>
    public void AssertFoundIn(Finished found)
    {
        Assert.All([.. found.Of("message"), .. found.Of("transfer").Where(IsFile)], artefact => Assert.True(artefact.Truth("complete"), artefact.ToString()));
        Assert.Equal(Messages, found.Of("message").Select(message => message.Text("sha256")));
        Assert.Equal(Files, found.Of("transfer").Where(IsFile).Select(transfer => transfer.Text("sha256")));
        Assert.All(found.Of("session"), session => Assert.Equal("closed", session.Text("outcome")));
    }

    static bool IsFile(System.Text.Json.JsonElement transfer) => transfer.Text("command") is "STOR" or "RETR";

    public async ValueTask DisposeAsync()
    {
        await _servers.Stop();
        _servers.Dispose();
        _folder.Dispose();
    }
}
