using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap.Agent;
using Analyzer.Servers.Pop3.Agent;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Connects, logs in, fetches, takes leave; and turns what goes wrong into words and an exit status.</summary>
sealed class FetchRun(FetchRequest request, Invocation invocation)
{
    // Until the connection stands: longer than any path takes.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    bool _isConnected;

    public async Task<int> RunAsync()
    {
        CancellationToken cancel = invocation.Interruption.Token;
        try
        {
            using var network = new LoopbackNetwork();
            FetchOutcome outcome = request.Place.IsImap ? await ImapAsync(network, cancel) : await Pop3Async(network, cancel);
            if (outcome.Note is not null) invocation.Notices.Note(outcome.Note);
            return invocation.Finish(outcome.Status);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return invocation.Interruption.Status;
        }
        catch (Exception error) when (AgentProblem.IsOne(error))
        {
            var problem = AgentProblem.Of(error, request.Place.Host, request.Place.Port, _isConnected);
            invocation.Notices.Error(problem.Text);
            return problem.Status;
        }
    }

    async Task<FetchOutcome> Pop3Async(LoopbackNetwork network, CancellationToken cancel)
    {
        await using Pop3Agent agent = await ConnectAsync((server, options, late) => Pop3Agent.ConnectAsync(network, server, options, late), network, cancel);
        if (request.UsesStartTls) await agent.StartTlsAsync(cancel);
        await agent.LogInAsync(request.User, request.Password, request.Mechanism, cancel);
        using var target = new FetchTarget(request, invocation);
        FetchOutcome outcome = await new FetchPop3(agent, request, target).RunAsync(cancel);
        // Only now the server removes what is marked.
        await agent.QuitAsync(cancel);
        return outcome;
    }

    async Task<FetchOutcome> ImapAsync(LoopbackNetwork network, CancellationToken cancel)
    {
        await using ImapAgent agent = await ConnectAsync((server, options, late) => ImapAgent.ConnectAsync(network, server, options, late), network, cancel);
        if (request.UsesStartTls) await agent.StartTlsAsync(cancel);
        if (request.Mechanism is not null) await agent.LearnCapabilitiesAsync(cancel);
        await agent.LogInAsync(request.User, request.Password, request.Mechanism, cancel);
        if (request.Compresses) await agent.CompressAsync(cancel);
        using var target = new FetchTarget(request, invocation);
        FetchOutcome outcome = await new FetchImap(agent, request, invocation, target).RunAsync(cancel);
        await agent.LogoutAsync(cancel);
        return outcome;
    }

    async Task<T> ConnectAsync<T>(Func<IPEndPoint, AgentOptions, CancellationToken, ValueTask<T>> connect, LoopbackNetwork network, CancellationToken cancel)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(request.Place.Host, cancel);
        IDialogueLog log = request.ShowsDialogue ? new DialoguePrinter(invocation.Streams.Error, network.Clock, tellsTime: false) : NoDialogueLog.Instance;
        for (int at = 0; ; at++)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            late.CancelAfter(s_patience);
            try
            {
                T agent = await connect(new IPEndPoint(addresses[at], request.Place.Port), request.Agent with { Log = log }, late.Token);
                _isConnected = true;
                return agent;
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
}

/// <summary>How fetching ended: the exit status, and what to say when the server has confirmed it; null: nothing.</summary>
readonly record struct FetchOutcome(int Status, string? Note);
