using System.Globalization;
using System.Net;
using System.Text;
using Analyzer.Servers.Accounts.Sasl;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Imap.Agent;

/// <summary>
/// The client side of IMAP (RFC 3501, RFC 9051). Connection trouble is a <see cref="ChannelException"/> or a SocketException, a refusal an
/// <see cref="AgentRefusedException"/>.
/// </summary>
public sealed partial class ImapAgent : IAsyncDisposable
{
    readonly LineChannel _channel;
    readonly AgentOptions _options;
    readonly HashSet<string> _capabilities = new(StringComparer.OrdinalIgnoreCase);
    int _tags;

    ImapAgent(LineChannel channel, AgentOptions options) => (_channel, _options) = (channel, options);

    /// <summary>What the server said last that it can do.</summary>
    public IReadOnlyCollection<string> Capabilities => _capabilities;

    /// <summary>Connects and waits for the greeting.</summary>
    public static async ValueTask<ImapAgent> ConnectAsync(INetwork network, IPEndPoint server, AgentOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ConnectionContext connection = await network.ConnectAsync(server, options.From is null ? null : new IPEndPoint(options.From, 0), cancel);
        var channel = new LineChannel(connection, "imap to " + server, DialogueSide.Client, options.Limits, options.Log, network.Clock);
        try
        {
            var agent = new ImapAgent(channel, options);
            if (options.IsTlsImplicit) await channel.StartTlsAsClientAsync(options.ServerName, options.CertificateCheck, cancel);
            ImapResponse greeting = await agent.ReadAsync(null, cancel);
            if (greeting.Tag != "*" || greeting.Text.StartsWith("BYE", StringComparison.OrdinalIgnoreCase)) throw new AgentRefusedException("greeting", greeting.Text);
            agent.Learn(greeting);
            return agent;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks what the server can do, if it did not say so by itself.</summary>
    public async ValueTask LearnCapabilitiesAsync(CancellationToken cancel)
    {
        if (_capabilities.Count == 0) await AskAsync("CAPABILITY", cancel);
    }

    /// <summary>Encrypts the connection; what the server said before counts no more.</summary>
    public async ValueTask StartTlsAsync(CancellationToken cancel)
    {
        await AskAsync("STARTTLS", cancel);
        _capabilities.Clear();
        await _channel.StartTlsAsClientAsync(_options.ServerName, _options.CertificateCheck, cancel);
    }

    /// <summary>Logs in by LOGIN when <paramref name="mechanism"/> is null, else by a SASL mechanism.</summary>
    public async ValueTask LogInAsync(string user, string password, string? mechanism, CancellationToken cancel)
    {
        if (mechanism is null) await LogInAsync(user, password, cancel);
        else await AuthenticateAsync(user, password, mechanism, cancel);
    }

    /// <summary>Compresses both directions (RFC 4978).</summary>
    public async ValueTask CompressAsync(CancellationToken cancel)
    {
        await AskAsync("COMPRESS DEFLATE", cancel);
        _channel.StartDeflate();
    }

    /// <summary>Takes leave.</summary>
    public async ValueTask LogoutAsync(CancellationToken cancel) => await AskAsync("LOGOUT", cancel);

    /// <summary>Waits until the server tells something about the selected mailbox, and returns that line (IDLE, RFC 2177).</summary>
    public async ValueTask<string> IdleAsync(CancellationToken cancel)
    {
        string tag = Begin("IDLE");
        await _channel.FlushAsync(cancel);
        ImapResponse response = await ReadAsync(null, cancel);
        while (response.Tag == "*") response = await ReadAsync(null, cancel);
        if (response.Tag != "+") throw new AgentRefusedException("IDLE", response.Text);
        string news = (await ReadAsync(null, cancel)).Text;
        _channel.WriteLine("DONE");
        await _channel.FlushAsync(cancel);
        await FinishAsync("IDLE", tag, null, null, cancel);
        return news;
    }

    /// <summary>Sends a command and returns the text of its completion; what the server says meanwhile is passed over.</summary>
    public async ValueTask<string> AskAsync(string command, CancellationToken cancel) => (await SendAsync(command, command, null, cancel)).Text;

    /// <summary>Ends the connection.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    async ValueTask AuthenticateAsync(string user, string password, string mechanism, CancellationToken cancel)
    {
        SaslClient client = SaslClient.Create([mechanism], mechanism, user, password, _options.Randomness) ?? throw new AgentRefusedException("AUTHENTICATE", $"{mechanism} is not known here");
        byte[]? initial = client.Initial();
        bool isInitialSent = initial is not null && _capabilities.Contains("SASL-IR");
        string start = "AUTHENTICATE " + client.Mechanism;
        string tag = isInitialSent ? Begin($"{start} {Convert.ToBase64String(initial!)}", start + " (hidden)") : Begin(start);
        await _channel.FlushAsync(cancel);
        while (true)
        {
            ImapResponse response = await ReadAsync(null, cancel);
            Learn(response);
            if (response.Tag == tag && Require("AUTHENTICATE", response)) return;
            if (response.Tag != "+") continue;
            byte[]? challenge = Scram.Decode(response.Text.Trim());
            byte[]? answer = !isInitialSent && initial is not null && challenge is { Length: 0 } ? initial : challenge is null ? null : client.Answer(challenge);
            isInitialSent = true;
            _channel.Write(Encoding.UTF8.GetBytes((answer is null ? "*" : Convert.ToBase64String(answer)) + "\r\n"), answer is null ? "*" : "(hidden)");
            await _channel.FlushAsync(cancel);
        }
    }

    async ValueTask LogInAsync(string user, string password, CancellationToken cancel)
    {
        string login = $"LOGIN {Quote(user)} ";
        // Whoever shows the dialogue to others does not show the password.
        string tag = Begin(login + Quote(password), login + "(hidden)");
        await _channel.FlushAsync(cancel);
        await FinishAsync("LOGIN", tag, null, null, cancel);
    }

    string Begin(string command, string? shown = null)
    {
        // A line end would be a second command.
        if (command.Any(c => c is '\r' or '\n' or '\0')) throw new AgentRefusedException((shown ?? command).Split(' ')[0], "control characters are not sent");
        string tag = string.Create(CultureInfo.InvariantCulture, $"a{++_tags}");
        _channel.Write(Encoding.UTF8.GetBytes($"{tag} {command}\r\n"), $"{tag} {shown ?? command}");
        return tag;
    }

    async ValueTask<ImapResponse> SendAsync(string name, string command, Action<ImapResponse>? heard, CancellationToken cancel, Stream? content = null)
    {
        string tag = Begin(command);
        await _channel.FlushAsync(cancel);
        return await FinishAsync(name, tag, heard, content, cancel);
    }

    async ValueTask<ImapResponse> FinishAsync(string name, string tag, Action<ImapResponse>? heard, Stream? content, CancellationToken cancel)
    {
        while (true)
        {
            ImapResponse response = await ReadAsync(content, cancel);
            Learn(response);
            if (response.Tag == tag && Require(name, response)) return response;
            if (response.Tag != "*") continue;
            try
            {
                heard?.Invoke(response);
            }
            catch (ImapRefusal)
            {
                // What the server says beside the matter need not be understood.
            }
        }
    }

    static bool Require(string command, ImapResponse response) =>
        response.Text.StartsWith("OK", StringComparison.OrdinalIgnoreCase) ? true : throw new AgentRefusedException(command, response.Text);

    void Learn(ImapResponse response)
    {
        string? list = response.Text.StartsWith("CAPABILITY ", StringComparison.OrdinalIgnoreCase) && response.Tag == "*" ? response.Text["CAPABILITY ".Length..] : response.Code("CAPABILITY");
        if (list is null) return;
        _capabilities.Clear();
        _capabilities.UnionWith(list.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    static string Quote(string text) => "\"" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    static string Name(string mailbox) => Quote(ModifiedUtf7.Encode(mailbox));
}
