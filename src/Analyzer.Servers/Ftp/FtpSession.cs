using System.Net;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Ftp.Commands;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections.Features;

namespace Analyzer.Servers.Ftp;

/// <summary>One client's control connection: reads commands, and goes on doing so while a transfer runs beside it.</summary>
sealed class FtpSession : IAsyncDisposable
{
    readonly CancellationToken _stop;
    FtpTransfer? _transfer;
    IFtpDataLink? _link;
    Fault _fault = Fault.None;
    int _mistakes;

    public FtpSession(ServerContext context, FtpServerOptions options, FtpTree tree, LineChannel channel)
    {
        (Context, Options, Tree, Channel) = (context, options, tree, channel);
        _stop = channel.Connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        Local = Address(channel.Connection.LocalEndPoint);
        Client = Address(channel.Connection.RemoteEndPoint);
    }

    public ServerContext Context { get; }

    public FtpServerOptions Options { get; }

    public FtpTree Tree { get; }

    public LineChannel Channel { get; }

    public FtpState State { get; set; } = new();

    /// <summary>Where the client reached this server.</summary>
    public IPAddress Local { get; }

    /// <summary>Where the client is.</summary>
    public IPAddress Client { get; }

    /// <summary>The transfer that runs; null: none.</summary>
    public FtpTransfer? Transfer => _transfer;

    /// <summary>What goes wrong with the command at hand.</summary>
    public Fault Fault => _fault;

    /// <summary>Set by QUIT and what else ends the session after its reply.</summary>
    public bool IsOver { get; set; }

    public CancellationToken Stop => _stop;

    /// <summary>From the greeting to the farewell.</summary>
    public async Task RunAsync()
    {
        try
        {
            await GreetAsync();
            while (!IsOver && await NextAsync() is { } line) await HandleAsync(FtpCommandLine.Parse(line));
        }
        catch (ChannelException slow) when (slow.Failure == ChannelFailure.TooSlow)
        {
            await ReplyAsync("421 Nothing heard for too long; closing control connection");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Channel.WriteLine("421 Service not available, closing control connection");
            await Channel.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends a reply of one line.</summary>
    public ValueTask ReplyAsync(string reply)
    {
        Channel.WriteLine(reply);
        return Channel.FlushAsync(_stop);
    }

    /// <summary>Sends a reply of several lines (RFC 959 4.2); those between begin with a space, so that none looks like the last.</summary>
    public ValueTask ReplyAsync(int code, string first, IEnumerable<string> lines, string last)
    {
        char more = _fault.BreaksReply ? ' ' : '-';
        Channel.WriteLine($"{code}{more}{first}");
        foreach (string line in lines) Channel.WriteLine(" " + line);
        return ReplyAsync($"{code} {last}");
    }

    /// <summary>The next data connection comes about this way; an earlier one is given up.</summary>
    public async ValueTask LinkAsync(IFtpDataLink? link)
    {
        IFtpDataLink? earlier = _link;
        _link = link;
        if (earlier is not null) await earlier.DisposeAsync();
    }

    /// <summary>Takes the prepared way to a data connection, says the preliminary reply, and lets the transfer run.</summary>
    /// <param name="transfer">What to move; it is closed in every case.</param>
    /// <param name="about">What the preliminary reply says beyond its usual text.</param>
    public ValueTask StartAsync(FtpTransfer transfer, string about = "") =>
        StartAsync(transfer, $"Data connection already open; transfer starting{about}", $"File status okay; about to open data connection{about}");

    /// <summary>The same for STOU, whose preliminary reply names the file (RFC 1123 4.1.2.9).</summary>
    public ValueTask StartUniqueAsync(FtpTransfer transfer, string name) => StartAsync(transfer, $"FILE: {name}", $"FILE: {name}");

    async ValueTask StartAsync(FtpTransfer transfer, string ifOpen, string ifNot)
    {
        if (_link is not { } link)
        {
            await transfer.Close();
            await transfer.DisposeAsync();
            throw new FtpRefusal("425 Can't open data connection: PASV or PORT comes first");
        }
        _link = null;
        transfer.Fault = _fault;
        try
        {
            await AnnounceAsync(transfer, link, ifOpen, ifNot);
        }
        catch
        {
            await transfer.Close();
            await link.DisposeAsync();
            throw;
        }
        _transfer = transfer;
        transfer.Ending = new FtpTransferRun(Context, Options.Limits, link, State.ProtectsData).RunAsync(transfer);
    }

    async ValueTask AnnounceAsync(FtpTransfer transfer, IFtpDataLink link, string ifOpen, string ifNot)
    {
        if (!_fault.OmitsPreliminary)
        {
            bool isOpen = await link.IsOpenAsync(Options.Limits.AlreadyOpenTime, _stop);
            await ReplyAsync(isOpen ? "125 " + ifOpen : "150 " + ifNot);
        }
        if (_fault.IsFinalEarly) await ReplyAsync(transfer.Success);
    }

    /// <summary>Ends the transfer that runs, and says so.</summary>
    public async ValueTask AbortAsync()
    {
        if (_transfer is null) return;
        await _transfer.AbortAsync();
        await EndTransferAsync();
    }

    /// <summary>Counts what looks like guessing or nonsense.</summary>
    public async ValueTask MistakeAsync(string reply)
    {
        if (++_mistakes < Context.Limits.MaxMistakes)
        {
            await ReplyAsync(reply);
            return;
        }
        await ReplyAsync("421 Too many mistakes; closing control connection");
        IsOver = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_transfer is not null) await _transfer.DisposeAsync();
        await LinkAsync(null);
    }

    async ValueTask GreetAsync()
    {
        if (Options.IsImplicitTls && Context.Certificate is { } certificate)
        {
            await Channel.StartTlsAsServerAsync(null, certificate, _stop);
            State = new FtpState { HasProtectionBuffer = true };
        }
        (_, FaultCourse course) = await Context.PlayAsync(Channel, "ftp.connect", Client.ToString(), _stop);
        IsOver = course == FaultCourse.Over;
        if (course == FaultCourse.GoesOn) await ReplyAsync($"220 {Context.HostName} FTP server ready");
    }

    // While a transfer runs, what ends first counts: the transfer (its reply goes out) or the next line.
    async ValueTask<byte[]?> NextAsync()
    {
        while (true)
        {
            try
            {
                if (_transfer is null) return await Channel.ReadLineBytesAsync(_stop);
                Task<byte[]?> reading = Channel.ReadLineBytesAsync(_stop).AsTask();
                await Task.WhenAny(reading, _transfer.Ending);
                if (_transfer.Ending.IsCompleted) await EndTransferAsync();
                return await reading;
            }
            catch (ChannelException slow) when (slow.Failure == ChannelFailure.TooSlow && _transfer is not null)
            {
                // A client has nothing to say while it waits for a long file.
            }
            catch (ChannelException refused) when (refused.Failure == ChannelFailure.LineTooLong)
            {
                await MistakeAsync("500 Line too long");
                if (IsOver) return null;
            }
        }
    }

    async ValueTask EndTransferAsync()
    {
        FtpTransfer ended = _transfer!;
        string reply = await ended.Ending;
        _transfer = null;
        if (!ended.Fault.IsFinalEarly) await ReplyAsync(reply);
        await ended.DisposeAsync();
    }

    async ValueTask HandleAsync(FtpCommandLine line)
    {
        FtpCommand? command = FtpCommand.Find(line.Verb);
        // Only ABOR, STAT and NOOP make sense beside a transfer; the others wait for its end.
        if (_transfer is not null && command is not { IsForTransfers: true }) await EndTransferAsync();
        (_fault, FaultCourse course) = await Context.PlayAsync(Channel, "ftp." + line.Verb.ToLowerInvariant(), line.Verb == "PASS" ? "" : line.Argument, _stop);
        if (course == FaultCourse.Over) IsOver = true;
        if (course != FaultCourse.GoesOn) return;
        FtpPath? renamed = State.Renamed;
        try
        {
            if (command is null) await MistakeAsync($"500 {line.Verb}: command not understood");
            else await command.RunAsync(this, line.Argument);
        }
        catch (FtpRefusal refusal)
        {
            await ReplyAsync(refusal.Reply);
        }
        catch (Exception failed) when (failed is not ChannelException && failed is IOException or UnauthorizedAccessException)
        {
            await ReplyAsync("451 Local error in processing: the disk refused");
        }
        // RFC 959 4.1.3: RNTO must come right after RNFR.
        if (renamed is not null && ReferenceEquals(renamed, State.Renamed)) State.Renamed = null;
    }

    static IPAddress Address(EndPoint? end) => end is IPEndPoint { Address: var address } ? PassiveLink.Plain(address) : IPAddress.Loopback;
}
