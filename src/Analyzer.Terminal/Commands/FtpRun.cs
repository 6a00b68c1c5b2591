using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Connects, logs in, does one task, takes leave; and turns what goes wrong into words and an exit status.</summary>
sealed class FtpRun(FtpLogin login, Invocation invocation)
{
    // Until the connection stands: longer than any path takes.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    FtpAgent? _agent;

    public async Task<int> RunAsync(IFtpTask task)
    {
        CancellationToken cancel = invocation.Interruption.Token;
        try
        {
            using var network = new LoopbackNetwork();
            await using FtpAgent agent = _agent = await ConnectAsync(network, cancel);
            await PrepareAsync(agent, task, cancel);
            if (await WithProgressAsync(agent, task, cancel) is { } done) invocation.Notices.Note(done);
            await agent.QuitAsync(cancel);
            return invocation.Finish(ExitStatus.Ok);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return invocation.Interruption.Status;
        }
        catch (Exception error) when (AgentProblem.IsOne(error))
        {
            var problem = AgentProblem.Of(error, login.Place.Host, login.Place.Port, isConnected: _agent is not null);
            invocation.Notices.Error(problem.Text);
            return problem.Status;
        }
    }

    async Task<FtpAgent> ConnectAsync(LoopbackNetwork network, CancellationToken cancel)
    {
        IPAddress[] addresses = await System.Net.Dns.GetHostAddressesAsync(login.Place.Host, cancel);
        IDialogueLog log = login.ShowsDialogue ? new DialoguePrinter(invocation.Streams.Error, network.Clock, tellsTime: false) : NoDialogueLog.Instance;
        for (int at = 0; ; at++)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            late.CancelAfter(s_patience);
            try
            {
                return await FtpAgent.ConnectAsync(network, new IPEndPoint(addresses[at], login.Place.Port), login.Agent with { Log = log }, late.Token);
            }
            catch (SocketException) when (at + 1 < addresses.Length)
            {
                // A host may be there by one of its addresses only.
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new SocketException((int)SocketError.TimedOut);
            }
        }
    }

    async Task PrepareAsync(FtpAgent agent, IFtpTask task, CancellationToken cancel)
    {
        if (login.StartsTls) await agent.StartTlsAsync(cancel);
        await agent.LogInAsync(login.User, login.Password, cancel);
        if (login.StartsTls || login.Place.IsTlsImplicit) await agent.ProtectDataAsync(cancel);
        await agent.SetTypeAsync(task.IsText, cancel);
        if (login.Compresses) await agent.SetModeAsync(isDeflated: true, cancel);
    }

    async Task<string?> WithProgressAsync(FtpAgent agent, IFtpTask task, CancellationToken cancel)
    {
        bool isShown = invocation.Streams.IsErrorTerminal && !login.IsQuiet && !login.ShowsDialogue;
        using Progress? progress = isShown ? new Progress(invocation.Streams.Error, invocation.Streams.Width, () => (agent.Moved, task.Total)) : null;
        return await task.RunAsync(agent, invocation, cancel);
    }
}
