using System.Globalization;
using System.Net;
using System.Text;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp.Agent;

/// <summary>
/// The client side of FTP. Connection trouble is an IOException (<see cref="ChannelException"/> on the control connection) or a
/// SocketException, after which there is nothing to do but to dispose it; a refusal is an <see cref="FtpRefusedException"/>.
/// </summary>
public sealed partial class FtpAgent : IAsyncDisposable
{
    readonly INetwork _network;
    readonly LineChannel _channel;
    readonly FtpAgentOptions _options;
    FtpForm _form = new() { IsText = true };
    bool _protectsData;

    FtpAgent(INetwork network, LineChannel channel, FtpAgentOptions options) => (_network, _channel, _options) = (network, channel, options);

    /// <summary>What the server said first.</summary>
    public FtpReply Greeting { get; private set; } = new(0, []);

    /// <summary>Connects and waits for the greeting.</summary>
    public static async ValueTask<FtpAgent> ConnectAsync(INetwork network, IPEndPoint server, FtpAgentOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ConnectionContext connection = await network.ConnectAsync(server, options.From is null ? null : new IPEndPoint(options.From, 0), cancel);
        var channel = new LineChannel(connection, "ftp to " + server, DialogueSide.Client, options.Limits, options.Log, network.Clock);
        try
        {
            var agent = new FtpAgent(network, channel, options);
            if (options.IsTlsImplicit) await channel.StartTlsAsClientAsync(options.ServerName, options.CertificateCheck, cancel);
            do agent.Greeting = await FtpReply.ReadAsync(channel, cancel);
            // RFC 959 5.4: 120, "ready in some minutes".
            while (agent.Greeting.IsPreliminary);
            if (!agent.Greeting.IsOk) throw new FtpRefusedException("the greeting", agent.Greeting);
            return agent;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Protects the control connection (RFC 4217 4) and, after <see cref="ProtectDataAsync"/>, data connections.</summary>
    public async ValueTask StartTlsAsync(CancellationToken cancel)
    {
        await RequireAsync("AUTH TLS", cancel);
        await _channel.StartTlsAsClientAsync(_options.ServerName, _options.CertificateCheck, cancel);
    }

    /// <summary>Asks for TLS on data connections too (RFC 4217 8).</summary>
    public async ValueTask ProtectDataAsync(CancellationToken cancel)
    {
        await RequireAsync("PBSZ 0", cancel);
        await RequireAsync("PROT P", cancel);
        _protectsData = true;
    }

    /// <summary>Logs in; servers that want no password get none.</summary>
    public async ValueTask LogInAsync(string user, string password, CancellationToken cancel)
    {
        FtpReply reply = await AskAsync($"USER {user}", cancel);
        if (reply.WantsMore)
        {
            // Whoever shows the dialogue to others does not show the password.
            await SayAsync($"PASS {password}", "PASS (hidden)", cancel);
            reply = await FtpReply.ReadAsync(_channel, cancel);
        }
        if (!reply.IsOk) throw new FtpRefusedException("the login", reply);
    }

    /// <summary>TYPE A (text: line ends are CRLF on the wire and LF in files) or TYPE I.</summary>
    public async ValueTask SetTypeAsync(bool isText, CancellationToken cancel)
    {
        await RequireAsync(isText ? "TYPE A" : "TYPE I", cancel);
        _form = _form with { IsText = isText };
    }

    /// <summary>MODE Z (compressed) or MODE S.</summary>
    public async ValueTask SetModeAsync(bool isDeflated, CancellationToken cancel)
    {
        await RequireAsync(isDeflated ? "MODE Z" : "MODE S", cancel);
        _form = _form with { IsDeflated = isDeflated };
    }

    /// <summary>The octets that RETR would send; null: the server does not say.</summary>
    public async ValueTask<long?> FindSizeAsync(string path, CancellationToken cancel)
    {
        FtpReply reply = await AskAsync($"SIZE {path}", cancel);
        return reply.Code == 213 && long.TryParse(reply.Lines[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null;
    }

    /// <summary>Sends a command and returns the reply, whatever it is.</summary>
    public async ValueTask<FtpReply> AskAsync(string command, CancellationToken cancel)
    {
        await SayAsync(command, command, cancel);
        return await FtpReply.ReadAsync(_channel, cancel);
    }

    /// <summary>Sends a command that has to succeed.</summary>
    public async ValueTask<FtpReply> RequireAsync(string command, CancellationToken cancel)
    {
        FtpReply reply = await AskAsync(command, cancel);
        return reply.IsOk ? reply : throw new FtpRefusedException(command, reply);
    }

    /// <summary>Takes leave.</summary>
    public async ValueTask QuitAsync(CancellationToken cancel) => await AskAsync("QUIT", cancel);

    /// <summary>Ends the connection.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    // A name with a line end in it would be a second command.
    ValueTask SayAsync(string command, string shown, CancellationToken cancel)
    {
        if (command.Any(char.IsControl)) throw new FtpRefusedException("a name with control characters", new FtpReply(501, ["not sent"]));
        _channel.Write(Encoding.UTF8.GetBytes(command + "\r\n"), shown);
        return _channel.FlushAsync(cancel);
    }
}
