using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Accounts.Sasl;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Pop3.Agent;

/// <summary>
/// The client side of POP3 (RFC 1939). Connection trouble is a <see cref="ChannelException"/> or a SocketException, a refusal an
/// <see cref="AgentRefusedException"/>.
/// </summary>
public sealed class Pop3Agent : IAsyncDisposable
{
    // Lines of a listing that are taken: more messages than any maildrop has.
    const int MaxLines = 1_000_000;

    readonly LineChannel _channel;
    readonly AgentOptions _options;

    Pop3Agent(LineChannel channel, AgentOptions options) => (_channel, _options) = (channel, options);

    /// <summary>What the server said first, without <c>+OK</c>.</summary>
    public string Greeting { get; private set; } = "";

    /// <summary>Connects and waits for the greeting.</summary>
    public static async ValueTask<Pop3Agent> ConnectAsync(INetwork network, IPEndPoint server, AgentOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ConnectionContext connection = await network.ConnectAsync(server, options.From is null ? null : new IPEndPoint(options.From, 0), cancel);
        var channel = new LineChannel(connection, "pop3 to " + server, DialogueSide.Client, options.Limits, options.Log, network.Clock);
        try
        {
            var agent = new Pop3Agent(channel, options);
            if (options.IsTlsImplicit) await channel.StartTlsAsClientAsync(options.ServerName, options.CertificateCheck, cancel);
            agent.Greeting = Require("greeting", await agent.ReadAsync(cancel));
            return agent;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the server can do (RFC 2449), a line each; empty: it does not say.</summary>
    public async ValueTask<IReadOnlyList<string>> CapabilitiesAsync(CancellationToken cancel)
    {
        string reply = await AskAsync("CAPA", cancel);
        return reply.StartsWith("+OK", StringComparison.Ordinal) ? await ReadLinesAsync("CAPA", cancel) : [];
    }

    /// <summary>Encrypts the connection (RFC 2595).</summary>
    public async ValueTask StartTlsAsync(CancellationToken cancel)
    {
        Require("STLS", await AskAsync("STLS", cancel));
        await _channel.StartTlsAsClientAsync(_options.ServerName, _options.CertificateCheck, cancel);
    }

    /// <summary>
    /// Logs in: by USER and PASS when <paramref name="mechanism"/> is null, by <c>APOP</c>, or by a SASL mechanism (RFC 5034).
    /// </summary>
    public async ValueTask LogInAsync(string user, string password, string? mechanism, CancellationToken cancel)
    {
        if (mechanism is null)
        {
            Require("USER", await AskAsync("USER " + user, cancel));
            // Whoever shows the dialogue to others does not show the password.
            Require("PASS", await AskAsync("PASS " + password, "PASS (hidden)", cancel));
        }
        else if (mechanism.Equals("APOP", StringComparison.OrdinalIgnoreCase)) await ApopAsync(user, password, cancel);
        else await AuthenticateAsync(user, password, mechanism, cancel);
    }

    /// <summary>The messages in the maildrop; with <paramref name="tellsUniqueIds"/> what UIDL calls them too.</summary>
    public async ValueTask<IReadOnlyList<Pop3Message>> ListAsync(bool tellsUniqueIds, CancellationToken cancel)
    {
        Require("LIST", await AskAsync("LIST", cancel));
        Dictionary<int, string> sizes = Numbered(await ReadLinesAsync("LIST", cancel));
        Dictionary<int, string> ids = [];
        if (tellsUniqueIds && (await AskAsync("UIDL", cancel)).StartsWith("+OK", StringComparison.Ordinal)) ids = Numbered(await ReadLinesAsync("UIDL", cancel));
        return [.. sizes.OrderBy(listed => listed.Key).Select(listed => new Pop3Message(listed.Key, SizeIn(listed.Value), ids.GetValueOrDefault(listed.Key)))];
    }

    /// <summary>Fetches a message; returns how many octets it has.</summary>
    public ValueTask<long> RetrieveAsync(int number, Stream target, CancellationToken cancel) =>
        ReadTextAsync(string.Create(CultureInfo.InvariantCulture, $"RETR {number}"), target, cancel);

    /// <summary>Fetches a message's header and so many lines of its body.</summary>
    public ValueTask<long> TopAsync(int number, int lines, Stream target, CancellationToken cancel) =>
        ReadTextAsync(string.Create(CultureInfo.InvariantCulture, $"TOP {number} {lines}"), target, cancel);

    /// <summary>Marks a message; it goes when the session ends by <see cref="QuitAsync"/>.</summary>
    public async ValueTask DeleteAsync(int number, CancellationToken cancel) =>
        Require("DELE", await AskAsync(string.Create(CultureInfo.InvariantCulture, $"DELE {number}"), cancel));

    /// <summary>Ends the session; the server removes what is marked.</summary>
    public async ValueTask QuitAsync(CancellationToken cancel) => Require("QUIT", await AskAsync("QUIT", cancel));

    /// <summary>Sends a command and returns the first line of the reply, whatever it is.</summary>
    public ValueTask<string> AskAsync(string command, CancellationToken cancel) => AskAsync(command, command, cancel);

    /// <summary>The further lines of a reply, up to the dot.</summary>
    public async ValueTask<IReadOnlyList<string>> ReadLinesAsync(string command, CancellationToken cancel)
    {
        var lines = new List<string>();
        while (await ReadAsync(cancel) is var line && line != ".")
        {
            if (lines.Count >= MaxLines) throw new AgentRefusedException(command, "the listing has no end");
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }
        return lines;
    }

    /// <summary>Ends the connection.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    async ValueTask<string> AskAsync(string command, string shown, CancellationToken cancel)
    {
        if (command.Any(char.IsControl)) throw new AgentRefusedException(shown.Split(' ')[0], "control characters are not sent");
        _channel.Write(Encoding.UTF8.GetBytes(command + "\r\n"), shown);
        await _channel.FlushAsync(cancel);
        return await ReadAsync(cancel);
    }

    async ValueTask<long> ReadTextAsync(string command, Stream target, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        Require(command, await AskAsync(command, cancel));
        return await _channel.ReadDotTextAsync(piece => target.WriteAsync(piece, cancel), cancel);
    }

    [SuppressMessage("Security", "CA5351", Justification = "APOP is defined by it.")]
    async ValueTask ApopAsync(string user, string password, CancellationToken cancel)
    {
        int start = Greeting.IndexOf('<', StringComparison.Ordinal), end = Greeting.IndexOf('>', Math.Max(start, 0));
        if (start < 0 || end < 0) throw new AgentRefusedException("APOP", "the greeting has no time stamp");
        string digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Greeting[start..(end + 1)] + password)));
        Require("APOP", await AskAsync($"APOP {user} {digest}", cancel));
    }

    async ValueTask AuthenticateAsync(string user, string password, string mechanism, CancellationToken cancel)
    {
        SaslClient client = SaslClient.Create([mechanism], mechanism, user, password, _options.Randomness) ?? throw new AgentRefusedException("AUTH", $"{mechanism} is not known here");
        // POP3 has room for a short initial response only (RFC 5034, section 4): it is sent when asked for.
        string reply = await AskAsync("AUTH " + client.Mechanism, cancel);
        for (bool isFirst = true; reply.StartsWith('+') && !reply.StartsWith("+OK", StringComparison.Ordinal); isFirst = false)
        {
            byte[]? challenge = Scram.Decode(reply[1..].Trim());
            byte[]? answer = isFirst && challenge is { Length: 0 } && client.Initial() is { } initial ? initial : challenge is null ? null : client.Answer(challenge);
            reply = answer is null ? await AskAsync("*", cancel) : await AskAsync(Convert.ToBase64String(answer), "(hidden)", cancel);
        }
        Require("AUTH", reply);
    }

    async ValueTask<string> ReadAsync(CancellationToken cancel) => await _channel.ReadLineAsync(cancel) ?? throw new ChannelException(ChannelFailure.Broken);

    static string Require(string command, string reply) =>
        reply.StartsWith("+OK", StringComparison.Ordinal) ? reply[3..].Trim() : throw new AgentRefusedException(command, reply);

    static Dictionary<int, string> Numbered(IReadOnlyList<string> lines)
    {
        var numbered = new Dictionary<int, string>();
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) numbered[number] = words[1];
        }
        return numbered;
    }

    static long SizeIn(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 0;
}
