using System.Net.Security;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Ftp;

/// <summary>Opens the data connection of a transfer, moves the file, closes, and knows the final reply.</summary>
sealed class FtpTransferRun(ServerContext context, FtpServerLimits limits, IFtpDataLink link, bool isProtected)
{
    const string Aborted = "426 Connection closed; transfer aborted";

    public async Task<string> RunAsync(FtpTransfer transfer)
    {
        try
        {
            await using (link) return await MoveAsync(transfer);
        }
        catch (FtpRefusal refusal)
        {
            return refusal.Reply;
        }
        catch (OperationCanceledException)
        {
            return transfer.Pace is { HasStalled: true } ? Aborted + ": it stood still for too long" : Aborted;
        }
        catch (InvalidDataException)
        {
            return Aborted + ": the compressed data is damaged";
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return Aborted;
        }
        finally
        {
            await transfer.Close();
        }
    }

    async Task<string> MoveAsync(FtpTransfer transfer)
    {
        await using var data = new FtpDataConnection(await link.OpenAsync(transfer.Aborted));
        Fault fault = context.Faults.At("ftp.data", transfer.Path, context.Clock);
        using var pace = new FtpPace(context.Clock, limits.StallTime, fault, transfer.Aborted);
        transfer.Pace = pace;
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, context.Clock, transfer.Aborted);
        if (isProtected) await data.StartTlsAsync(tls => tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context.Certificate!.Context }, pace.Token), transfer.IsUpload);
        bool isCutAtOnce = fault.Ending != FaultEnding.None && fault.Cut is null;
        if (!isCutAtOnce) await transfer.Move(data.Stream, pace);
        bool isCut = isCutAtOnce || pace.IsCut;
        if (isCut && fault.Ending == FaultEnding.Reset) return Aborted;
        if (transfer.IsUpload) await data.FinishReceivingAsync(limits.StallTime, context.Clock);
        else await data.FinishSendingAsync(limits.StallTime, context.Clock);
        return isCut ? Aborted : transfer.Success;
    }
}
