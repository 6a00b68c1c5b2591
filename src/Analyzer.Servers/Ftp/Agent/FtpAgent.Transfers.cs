using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Analyzer.Servers.Faults;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp.Agent;

/// <summary>How a transfer ended.</summary>
/// <param name="Octets">Moved: those of the file, before compression, with TYPE A those on the wire.</param>
/// <param name="Preliminary">125 or 150, which for STOU names the file; null where the server left it out.</param>
/// <param name="Final">The reply at the end.</param>
public sealed record FtpTransferResult(long Octets, FtpReply? Preliminary, FtpReply Final);

public sealed partial class FtpAgent
{
    // A server that leaves out 150 must not be waited for: it waits for the data. One that has broken off a transfer says why at once.
    static readonly TimeSpan s_replyTime = TimeSpan.FromSeconds(1);

    FtpPace? _pace;

    /// <summary>Octets that the running (or last) transfer has moved.</summary>
    public long Moved => _pace?.Moved ?? 0;

    /// <summary>Gets a file, from octet <paramref name="offset"/> on; <paramref name="write"/> is given it in pieces that are valid during the call.</summary>
    public ValueTask<FtpTransferResult> RetrieveAsync(string path, long offset, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancel) =>
        TransferAsync($"RETR {path}", isUpload: false, offset, (data, pace) => FtpMover.ReceiveAsync(data, _form, write, pace), cancel);

    /// <summary>Puts a file: STOR, APPE or STOU and a name. <paramref name="source"/> stands at <paramref name="offset"/>, up to which the server has it.</summary>
    public ValueTask<FtpTransferResult> StoreAsync(string command, long offset, Stream source, CancellationToken cancel) =>
        TransferAsync(command, isUpload: true, offset, (data, pace) => FtpMover.SendAsync(source, data, _form, 0, pace), cancel);

    /// <summary>Gets a listing: LIST, NLST or MLSD, with or without a path.</summary>
    public async ValueTask<byte[]> ListAsync(string command, CancellationToken cancel)
    {
        // A folder of a million names.
        const int Most = 256 << 20;
        var text = new MemoryStream();
        await TransferAsync(command, isUpload: false, 0, (data, pace) => FtpMover.ReceiveAsync(data, _form with { IsText = false }, Write, pace), cancel);
        return text.ToArray();

        ValueTask Write(ReadOnlyMemory<byte> piece)
        {
            if (text.Length + piece.Length > Most) throw new IOException("the listing is too long");
            text.Write(piece.Span);
            return ValueTask.CompletedTask;
        }
    }

    async ValueTask<FtpTransferResult> TransferAsync(string command, bool isUpload, long offset, Func<Stream, FtpPace, Task> move, CancellationToken cancel)
    {
        bool isPassive = _options.DataWay is FtpDataWay.Passive or FtpDataWay.ExtendedPassive;
        await using PassiveLink? listening = isPassive ? null : await ListenAsync(cancel);
        // Connected before the command, so that the server can say 125.
        await using ConnectionContext? connected = isPassive ? await ConnectAsync(cancel) : null;
        if (offset > 0 && await AskAsync($"REST {offset}", cancel) is { WantsMore: false } refusal) throw new FtpRefusedException("REST", refusal);
        await SayAsync(command, command, cancel);
        var replies = new FtpTransferReplies(_channel, cancel);
        using var pace = _pace = new FtpPace(_network.Clock, _options.DataLimits.StallTime, Fault.None, cancel);
        try
        {
            await WaitForAsync(replies.First, cancel);
            if (Refusal(replies.First) is { } no) throw new FtpRefusedException(command, no);
            await using var data = new FtpDataConnection(connected ?? await AcceptAsync(listening!, replies, command, cancel));
            await MoveAsync(data, pace, isUpload, move);
        }
        catch (Exception broken) when (!cancel.IsCancellationRequested && broken is IOException or InvalidDataException or OperationCanceledException)
        {
            await WaitForAsync(replies.Final, cancel);
            if (Refusal(replies.Final) is { } why) throw new FtpRefusedException(command, why);
            throw new IOException(pace.HasStalled ? "the data connection stands still" : "the data connection broke off", broken);
        }
        replies.Moved();
        FtpReply final = await replies.Final;
        FtpReply first = await replies.First;
        return final.IsOk ? new FtpTransferResult(pace.Moved, first.IsPreliminary ? first : null, final) : throw new FtpRefusedException(command, final);
    }

    async Task MoveAsync(FtpDataConnection data, FtpPace pace, bool isUpload, Func<Stream, FtpPace, Task> move)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = _options.ServerName, RemoteCertificateValidationCallback = _options.CertificateCheck };
        if (_protectsData) await data.StartTlsAsync(stream => stream.AuthenticateAsClientAsync(tls, pace.Token));
        await move(data.Stream, pace);
        if (isUpload) await data.FinishSendingAsync(_options.DataLimits.StallTime, _network.Clock);
        else await data.FinishReceivingAsync(_options.DataLimits.StallTime, _network.Clock);
    }

    // While the server is waited for, it may say that it cannot come.
    async ValueTask<ConnectionContext> AcceptAsync(PassiveLink listening, FtpTransferReplies replies, string command, CancellationToken cancel)
    {
        Task<bool> coming = listening.IsOpenAsync(_options.DataLimits.OpenTime, cancel).AsTask();
        await Task.WhenAny(coming, replies.Final);
        if (!coming.IsCompleted && Refusal(replies.Final) is { } no) throw new FtpRefusedException(command, no);
        return await coming ? await listening.OpenAsync(cancel) : throw new IOException("the server does not connect");
    }

    async Task WaitForAsync(Task<FtpReply> reply, CancellationToken cancel) => await Task.WhenAny(reply, Task.Delay(s_replyTime, _network.Clock, cancel));

    static FtpReply? Refusal(Task<FtpReply> reply) => reply.IsCompletedSuccessfully && reply.Result is { IsPreliminary: false, IsOk: false } refusal ? refusal : null;

    async ValueTask<PassiveLink> ListenAsync(CancellationToken cancel)
    {
        PassiveLink? listening = null;
        try
        {
            listening = await PassiveLink.ListenAsync(_network, Local.Address, (_options.ActivePort, _options.ActivePort), Server.Address, _options.DataLimits, cancel);
            IPEndPoint here = listening.Local;
            await RequireAsync(IsExtended ? $"EPRT {FtpAddress.Extended(here)}" : $"PORT {FtpAddress.Numbers(here.Address, here.Port)}", cancel);
            return listening;
        }
        catch (FtpRefusal)
        {
            throw new IOException($"port {_options.ActivePort} is taken");
        }
        catch
        {
            if (listening is not null) await listening.DisposeAsync();
            throw;
        }
    }

    async ValueTask<ConnectionContext> ConnectAsync(CancellationToken cancel)
    {
        IPEndPoint there = await AskWhereAsync(cancel);
        using var late = new CancellationTokenSource(_options.DataLimits.OpenTime, _network.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await _network.ConnectAsync(there, null, either.Token);
        }
        catch (Exception failed) when (failed is SocketException || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new IOException($"no data connection to {there}: {failed.Message}", failed);
        }
    }

    async ValueTask<IPEndPoint> AskWhereAsync(CancellationToken cancel)
    {
        string command = IsExtended ? "EPSV" : "PASV";
        FtpReply reply = await RequireAsync(command, cancel);
        string text = string.Join(' ', reply.Lines);
        if (IsExtended) return FtpAddress.TryFindPort(text, out int port) ? new IPEndPoint(Server.Address, port) : throw new FtpRefusedException(command, reply);
        if (!FtpAddress.TryFindNumbers(text, out IPEndPoint told)) throw new FtpRefusedException(command, reply);
        return _options.TrustsPassiveAddress ? told : new IPEndPoint(Server.Address, told.Port);
    }

    // RFC 2428 1: PORT and PASV know IPv4 only.
    bool IsExtended => _options.DataWay is FtpDataWay.ExtendedActive or FtpDataWay.ExtendedPassive || Server.AddressFamily != AddressFamily.InterNetwork;

    IPEndPoint Local => (IPEndPoint)_channel.Connection.LocalEndPoint!;

    IPEndPoint Server => (IPEndPoint)_channel.Connection.RemoteEndPoint!;
}
