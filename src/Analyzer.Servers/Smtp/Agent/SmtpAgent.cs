using System.Net;
using Analyzer.Servers.Accounts.Sasl;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Smtp.Agent;

/// <summary>
/// The client side of SMTP: of users' programs, and of servers that pass mail on. Connection trouble is a <see cref="ChannelException"/> or a
/// SocketException, a refusal without which it cannot go on a <see cref="SmtpRefusedException"/>.
/// </summary>
public sealed partial class SmtpAgent : IAsyncDisposable
{
    readonly LineChannel _channel;
    readonly SmtpAgentOptions _options;
    readonly Dictionary<string, string> _extensions = new(StringComparer.OrdinalIgnoreCase);

    SmtpAgent(LineChannel channel, SmtpAgentOptions options)
    {
        _channel = channel;
        _options = options;
    }

    /// <summary>What the server offered in its answer to EHLO: keyword and parameters.</summary>
    public IReadOnlyDictionary<string, string> Extensions => _extensions;

    /// <summary>Connects, waits for the greeting and says hello.</summary>
    public static async ValueTask<SmtpAgent> ConnectAsync(INetwork network, IPEndPoint server, SmtpAgentOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ConnectionContext connection = await network.ConnectAsync(server, options.From is null ? null : new IPEndPoint(options.From, 0), cancel);
        var channel = new LineChannel(connection, "smtp to " + server, DialogueSide.Client, options.Limits, options.Log, network.Clock);
        try
        {
            var agent = new SmtpAgent(channel, options);
            if (options.IsTlsImplicit) await channel.StartTlsAsClientAsync(options.ServerName, options.CertificateCheck, cancel);
            Require("the greeting", await SmtpReply.ReadAsync(channel, cancel));
            await agent.HelloAsync(cancel);
            return agent;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Encrypts the connection (RFC 3207) and says hello again: what was said before counts no more.</summary>
    public async ValueTask StartTlsAsync(CancellationToken cancel)
    {
        Require("STARTTLS", await AskAsync("STARTTLS", cancel));
        await _channel.StartTlsAsClientAsync(_options.ServerName, _options.CertificateCheck, cancel);
        await HelloAsync(cancel);
    }

    /// <summary>Logs in by the strongest mechanism that both know, or by <paramref name="mechanism"/> (RFC 4954).</summary>
    public async ValueTask LogInAsync(string login, string password, string? mechanism, CancellationToken cancel)
    {
        string[] offered = _extensions.GetValueOrDefault("AUTH", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        SaslClient client = SaslClient.Create(offered, mechanism, login, password, _options.Randomness)
            ?? throw new SmtpRefusedException("AUTH", new SmtpReply(504, [mechanism is null ? "the server offers no mechanism that is known here" : $"the server does not offer {mechanism}"]));
        string initial = client.Initial() is { } first ? " " + (first.Length == 0 ? "=" : Convert.ToBase64String(first)) : "";
        SmtpReply reply = await AskAsync($"AUTH {client.Mechanism}{initial}", cancel);
        while (reply.Code == 334)
        {
            byte[]? answer = Scram.Decode(reply.Lines[0].Trim()) is { } challenge ? client.Answer(challenge) : null;
            // RFC 4954 4: '*' breaks the exchange off.
            reply = await AskAsync(answer is null ? "*" : Convert.ToBase64String(answer), cancel);
        }
        Require("AUTH", reply);
    }

    /// <summary>Sends a command and returns the reply, whatever it is.</summary>
    public async ValueTask<SmtpReply> AskAsync(string command, CancellationToken cancel)
    {
        _channel.WriteLine(command);
        await _channel.FlushAsync(cancel);
        return await SmtpReply.ReadAsync(_channel, cancel);
    }

    /// <summary>Takes leave.</summary>
    public async ValueTask QuitAsync(CancellationToken cancel) => await AskAsync("QUIT", cancel);

    /// <summary>Ends the connection.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    async ValueTask HelloAsync(CancellationToken cancel)
    {
        _extensions.Clear();
        if (!_options.UsesHelo)
        {
            SmtpReply extended = await AskAsync("EHLO " + _options.HelloName, cancel);
            if (extended.IsOk)
            {
                ReadExtensions(extended);
                return;
            }
            // RFC 5321 3.2: an old server does not know EHLO.
            if (!extended.IsPermanent) throw new SmtpRefusedException("EHLO", extended);
        }
        Require("HELO", await AskAsync("HELO " + _options.HelloName, cancel));
    }

    void ReadExtensions(SmtpReply reply)
    {
        foreach (string line in reply.Lines.Skip(1))
        {
            string[] words = line.Split(' ', 2);
            _extensions[words[0]] = words.Length > 1 ? words[1] : "";
        }
    }

    static void Require(string command, SmtpReply reply)
    {
        if (!reply.IsOk) throw new SmtpRefusedException(command, reply);
    }
}
