using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary><c>analyzer serve</c> for both sites over one root, killed again and again while clients send; remembers what was accepted.</summary>
sealed class KilledServers(int seed) : IDisposable
{
    const string End = "the end of the message";

    /// <summary>Far more than delivery takes.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly TemporaryFolder _root = new();
    readonly Random _random = new(seed);
    readonly ConcurrentDictionary<int, bool> _accepted = new();
    int _sent;

    /// <summary>The numbers of the messages that a server accepted.</summary>
    public IReadOnlyCollection<int> Accepted => [.. _accepted.Keys];

    /// <summary>How many were begun.</summary>
    public int Sent => _sent;

    /// <summary>Starts, lets clients send, and kills at some moment after the first message was accepted.</summary>
    public async Task KillWhileSending()
    {
        (AnalyzerCommand command, int port) = await Start();
        using (command)
        {
            var accepted = new TaskCompletionSource();
            Task[] clients = [Send(port, accepted), Send(port, accepted)];
            await Task.WhenAny(accepted.Task, Task.WhenAll(clients));
            await Task.Delay(_random.Next(0, 40));
            command.Kill();
            await Task.WhenAll(clients);
        }
    }

    /// <summary>Starts once more and waits until nothing is left in the queues.</summary>
    public async Task DeliverAll()
    {
        (AnalyzerCommand command, int _) = await Start();
        using (command)
        {
            for (long start = Stopwatch.GetTimestamp(); Directory.EnumerateFiles(_root.Path, "*.json", SearchOption.AllDirectories).Any(); await Task.Delay(50))
                Assert.True(Stopwatch.GetElapsedTime(start) < s_patience, "messages are stuck in the queue");
        }
    }

    /// <summary>How often each message is in a mailbox; one that is not whole fails the test.</summary>
    public Dictionary<int, int> In(string site, string user)
    {
        var found = new Dictionary<int, int>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_root.Path, site, "mail", user, "new")))
        {
            string text = File.ReadAllText(file);
            Assert.EndsWith(End + "\r\n", text, StringComparison.Ordinal);
            int number = int.Parse(text.Split("Subject: ")[1].Split('\r')[0], CultureInfo.InvariantCulture);
            found[number] = found.GetValueOrDefault(number) + 1;
        }
        return found;
    }

    public void Dispose() => _root.Dispose();

    async Task<(AnalyzerCommand Command, int Port)> Start()
    {
        string[] words = ["serve", "--root", _root.Path, "--quiet", "--retry", "1s", "--smtp", "0", "--dns", "0", "--pop3", "off", "--imap", "off", "--ftp", "off"];
        // The port that is free at one site's address may be taken at the other's.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            AnalyzerCommand command = AnalyzerCommand.Start(words);
            int port = 0;
            while (await command.ReadLine() is { } line)
            {
                if (line.StartsWith("hamburger.edu at", StringComparison.Ordinal)) port = int.Parse(line.Split("smtp ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
                if (line.StartsWith("Ready", StringComparison.Ordinal)) return (command, port);
            }
            command.Dispose();
        }
        throw new InvalidOperationException("the servers do not start");
    }

    async Task Send(int port, TaskCompletionSource accepted)
    {
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, port);
            await using NetworkStream stream = client.GetStream();
            using var replies = new StreamReader(stream);
            await Expect(replies, "220");
            while (true)
            {
                int number = Interlocked.Increment(ref _sent);
                await Say(stream, "MAIL FROM:<dave@hamburger.edu>\r\nRCPT TO:<bob@hamburger.edu>\r\nRCPT TO:<carol@hamburger.edu>\r\nRCPT TO:<alice@crepes.fr>\r\nDATA\r\n");
                foreach (string code in new[] { "250", "250", "250", "250", "354" }) await Expect(replies, code);
                await Say(stream, $"Subject: {number}\r\n\r\n{new string('x', number * 37 % 5000)}\r\n{End}\r\n.\r\n");
                await Expect(replies, "250");
                _accepted[number] = true;
                accepted.TrySetResult();
            }
        }
        catch (Exception killed) when (killed is IOException or SocketException)
        {
            // As it should be.
        }
    }

    static async Task Say(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    static async Task Expect(StreamReader replies, string code)
    {
        string line = await replies.ReadLineAsync() ?? throw new IOException("killed");
        Assert.StartsWith(code, line, StringComparison.Ordinal);
    }
}
