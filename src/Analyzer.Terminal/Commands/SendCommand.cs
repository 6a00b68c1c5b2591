using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp;
using Analyzer.Servers.Smtp.Agent;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that sends a message: the user agent of SMTP.</summary>
static class SendCommand
{
    public static Command Create(StandardStreams streams)
    {
        var command = new Command("send", "Send an e-mail by SMTP. " + AgentProblem.Rule + " Accepted for some of the recipients is done in part.");
        var options = new SendOptions();
        options.AddTo(command);
        var trace = new Option<bool>("--trace") { Description = "show the dialogue" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "say nothing but what goes wrong" };
        command.Add(trace);
        command.Add(quiet);
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, result.GetValue(quiet));
            try
            {
                return invocation.Finish(SendAsync(options.Read(result), result.GetValue(trace), invocation).GetAwaiter().GetResult());
            }
            catch (UsageException problem)
            {
                invocation.Notices.Error(problem.Message);
                return ExitStatus.Usage;
            }
        });
        return command;
    }

    static async Task<int> SendAsync(SendRequest request, bool traces, Invocation invocation)
    {
        (SmtpEnvelope envelope, byte[] text) = request.Prepare(TimeProvider.System.GetLocalNow(), RandomNumberGenerator.GetBytes);
        await using var output = new StreamWriter(invocation.Streams.Output, leaveOpen: true);
        CancellationToken cancel = invocation.Interruption.Token;
        bool isConnected = false;
        try
        {
            using var network = new LoopbackNetwork();
            await using SmtpAgent agent = await ConnectAsync(request, network, traces ? new DialoguePrinter(output, network.Clock, tellsTime: false) : NoDialogueLog.Instance, cancel);
            isConnected = true;
            if (request.UsesStartTls) await agent.StartTlsAsync(cancel);
            if (request.User is not null) await agent.LogInAsync(request.User, request.Password, request.Mechanism, cancel);
            SmtpResult result = await SendAsync(agent, envelope, text, invocation, cancel);
            int status = Tell(envelope, result, invocation);
            await LeaveAsync(agent, cancel);
            return status;
        }
        catch (Exception error) when (AgentProblem.IsOne(error))
        {
            var problem = AgentProblem.Of(error, request.Host, request.Port, isConnected);
            invocation.Notices.Error($"not sent: {problem.Text}");
            return problem.Status;
        }
        catch (OperationCanceledException)
        {
            return invocation.Interruption.Status;
        }
    }

    static async Task<SmtpAgent> ConnectAsync(SendRequest request, LoopbackNetwork network, IDialogueLog log, CancellationToken cancel)
    {
        IPAddress[] addresses = IPAddress.TryParse(request.Host, out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(request.Host, cancel);
        var options = new SmtpAgentOptions
        {
            HelloName = request.HelloName,
            UsesHelo = request.UsesHelo,
            Pipelines = request.Pipelines,
            UsesChunking = request.UsesChunking,
            IsTlsImplicit = request.IsTlsImplicit,
            ServerName = request.Host,
            CertificateCheck = request.CertificateCheck,
            Log = log,
        };
        for (int index = 0; ; index++)
        {
            try
            {
                return await SmtpAgent.ConnectAsync(network, new IPEndPoint(addresses[index], request.Port), options, cancel);
            }
            catch (SocketException) when (index + 1 < addresses.Length)
            {
                // The next address of the same host may do.
            }
        }
    }

    static async Task<SmtpResult> SendAsync(SmtpAgent agent, SmtpEnvelope envelope, byte[] text, Invocation invocation, CancellationToken cancel)
    {
        long sent = 0;
        using Progress? progress = invocation.Streams.IsErrorTerminal ? new Progress(invocation.Streams.Error, invocation.Streams.Width, () => (Volatile.Read(ref sent), text.Length)) : null;
        return await agent.SendAsync(envelope, text, done => Volatile.Write(ref sent, done), cancel);
    }

    /// <summary>What happens to the farewell changes nothing for the message.</summary>
    static async Task LeaveAsync(SmtpAgent agent, CancellationToken cancel)
    {
        try
        {
            await agent.QuitAsync(cancel);
        }
        catch (ChannelException)
        {
            // The server left first.
        }
    }

    static int Tell(SmtpEnvelope envelope, SmtpResult result, Invocation invocation)
    {
        for (int index = 0; index < result.Recipients.Count; index++)
        {
            string recipient = envelope.Recipients[index].Address;
            SmtpReply reply = result.Recipients[index];
            if (reply.IsOk) invocation.Notices.Note($"accepted for {recipient}: {reply.Text}");
            else invocation.Notices.Error($"refused for {recipient}: {reply.Text}");
        }
        return result.Recipients.All(reply => reply.IsOk) ? ExitStatus.Ok : result.IsAccepted ? ExitStatus.Incomplete : ExitStatus.Refused;
    }
}
