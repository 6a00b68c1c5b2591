using System.Net.Sockets;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Terminal.Commands;

/// <summary>What the user agents <c>send</c>, <c>fetch</c> and <c>ftp</c> say and return when something goes wrong: one rule for all.</summary>
/// <param name="Text">A line for the user.</param>
/// <param name="Status">The exit status.</param>
readonly record struct AgentProblem(string Text, int Status)
{
    /// <summary>The rule, for their helps.</summary>
    public const string Rule = "Exit status: 0 done, 1 usage, 2 no connection, 3 done in part or broken off, 4 refused by the server.";

    /// <summary>Whether an exception is the server's or the network's doing, or that of a file here.</summary>
    public static bool IsOne(Exception error) =>
        error is SmtpRefusedException or AgentRefusedException or FtpRefusedException or LocalFileException or SocketException or IOException or UnauthorizedAccessException;

    /// <summary>What an exception means.</summary>
    /// <param name="error">One for which <see cref="IsOne"/> is true.</param>
    /// <param name="host">The server, as the user called it.</param>
    /// <param name="port">Its port.</param>
    /// <param name="isConnected">Whether the server had been reached.</param>
    public static AgentProblem Of(Exception error, string host, int port, bool isConnected) => error switch
    {
        SmtpRefusedException or AgentRefusedException or FtpRefusedException => new(error.Message, ExitStatus.Refused),
        LocalFileException or UnauthorizedAccessException => new(error.Message, ExitStatus.Incomplete),
        SocketException => new($"{host} port {port}: {error.Message}", ExitStatus.NoServer),
        ChannelException { Failure: ChannelFailure.TlsFailed } =>
            new($"{host}: TLS was not agreed; for a certificate that the server made itself there are --ca and --insecure", ExitStatus.NoServer),
        ChannelException => new($"{host}: {error.Message}", isConnected ? ExitStatus.Incomplete : ExitStatus.NoServer),
        _ => new(isConnected ? error.Message : $"{host}: {error.Message}", isConnected ? ExitStatus.Incomplete : ExitStatus.NoServer),
    };
}
