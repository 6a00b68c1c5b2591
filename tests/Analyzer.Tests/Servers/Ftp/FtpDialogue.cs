using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Ftp;
using Analyzer.Servers.Hosting;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Servers.Ftp;

/// <summary>A server on a free loopback port, and a client that speaks to it by hand.</summary>
sealed class FtpDialogue : IAsyncDisposable
{
    /// <summary>Only a server that hangs meets it.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    readonly TemporaryFolder _folder = new();
    readonly LoopbackNetwork _network = new();
    readonly ServerHost _host;
    readonly TcpClient _client;

    FtpDialogue(Func<FtpServerOptions, FtpServerOptions> shape, ServerContextShape context, IPAddress address)
    {
        // On a busy machine a connection may be accepted late.
        var options = shape(new FtpServerOptions { Root = new DirectoryInfo(Path), Limits = new FtpServerLimits { AlreadyOpenTime = s_patience } });
        Context = new ServerContext
        {
            Network = _network,
            HostName = "crepes.fr",
            Accounts = AccountDirectory.Default,
            Faults = FaultPlan.Parse(context.Faults),
            Limits = context.Limits,
            Certificate = context.HasTls ? ServerCertificate.Create(["crepes.fr"], _network.Clock) : null,
        };
        _host = ServerHost.StartAsync(_network, new IPEndPoint(address, 0), new FtpServer(Context, options), context.Limits, CancellationToken.None).GetAwaiter().GetResult();
        _client = new TcpClient(address.AddressFamily);
    }

    public ServerContext Context { get; }

    public IPEndPoint Server => _host.Local;

    /// <summary>The folder that the server shows; beside it lies what it must not.</summary>
    public string Path => Directory.CreateDirectory(_folder.At("shown")).FullName;

    public string Beside(string name) => _folder.At(name);

    public NetworkStream Control => _client.GetStream();

    public static async Task<FtpDialogue> StartAsync(Func<FtpServerOptions, FtpServerOptions>? shape = null, ServerContextShape? context = null, IPAddress? address = null)
    {
        var dialogue = new FtpDialogue(shape ?? (options => options), context ?? new ServerContextShape(), address ?? IPAddress.Loopback);
        await dialogue._client.ConnectAsync(dialogue.Server);
        return dialogue;
    }

    /// <summary>As Alice, after the greeting.</summary>
    public static async Task<FtpDialogue> LoggedInAsync(Func<FtpServerOptions, FtpServerOptions>? shape = null, ServerContextShape? context = null, IPAddress? address = null)
    {
        FtpDialogue dialogue = await StartAsync(shape, context, address);
        await dialogue.HearAsync();
        await dialogue.SayAsync("USER alice");
        Assert.StartsWith("230", await dialogue.SayAsync("PASS hungry"), StringComparison.Ordinal);
        return dialogue;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => File.WriteAllText(At(name), text);

    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>A command and its reply.</summary>
    public async Task<string> SayAsync(string line)
    {
        await Control.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        return await HearAsync();
    }

    /// <summary>A whole reply, its lines parted by LF; empty at the end of the connection.</summary>
    public async Task<string> HearAsync()
    {
        string reply = await LineAsync();
        if (reply.Length < 4 || reply[3] != '-') return reply;
        string last = reply[..3] + " ";
        string line;
        do
        {
            line = await LineAsync();
            reply += "\n" + line;
        }
        while (line.Length > 0 && !line.StartsWith(last, StringComparison.Ordinal));
        return reply;
    }

    /// <summary>A passive data connection.</summary>
    public async Task<TcpClient> PassiveAsync()
    {
        string reply = await SayAsync("PASV");
        Assert.StartsWith("227", reply, StringComparison.Ordinal);
        int[] numbers = [.. reply[(reply.IndexOf('(', StringComparison.Ordinal) + 1)..reply.IndexOf(')', StringComparison.Ordinal)].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        var data = new TcpClient();
        await data.ConnectAsync(IPAddress.Parse(string.Join('.', numbers[..4])), (numbers[4] << 8) + numbers[5]);
        return data;
    }

    /// <summary>What a command sends over a passive connection; asserts its two replies.</summary>
    public async Task<string> DownloadAsync(string command)
    {
        using TcpClient data = await PassiveAsync();
        Assert.StartsWith("125", await SayAsync(command), StringComparison.Ordinal);
        string text = await DrainAsync(data);
        Assert.StartsWith("226", await HearAsync(), StringComparison.Ordinal);
        return text;
    }

    /// <summary>Uploads; the result is the final reply.</summary>
    public async Task<string> UploadAsync(string command, string text)
    {
        using (TcpClient data = await PassiveAsync())
        {
            Assert.StartsWith("125", await SayAsync(command), StringComparison.Ordinal);
            await data.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        return await HearAsync();
    }

    /// <summary>All that comes until the end, as Latin-1.</summary>
    public static async Task<string> DrainAsync(TcpClient data)
    {
        var all = new MemoryStream();
        await data.GetStream().CopyToAsync(all).WaitAsync(s_patience);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _network.Dispose();
        _folder.Dispose();
    }

    async Task<string> LineAsync()
    {
        var line = new List<byte>();
        byte[] octet = new byte[1];
        while (await Control.ReadAsync(octet).AsTask().WaitAsync(s_patience) == 1)
        {
            if (octet[0] == '\n') break;
            if (octet[0] != '\r') line.Add(octet[0]);
        }
        return Encoding.UTF8.GetString([.. line]);
    }
}

/// <summary>What of the server's context a test chooses.</summary>
sealed record ServerContextShape
{
    public string[] Faults { get; init; } = [];

    public ServerLimits Limits { get; init; } = new() { StopTime = TimeSpan.FromSeconds(0.2) };

    public bool HasTls { get; init; }
}
