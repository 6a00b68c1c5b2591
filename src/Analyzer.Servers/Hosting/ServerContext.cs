using System.Security.Cryptography;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Hosting;

/// <summary>What the servers of one mail site share.</summary>
public sealed class ServerContext
{
    /// <summary>The network they listen on.</summary>
    public required INetwork Network { get; init; }

    /// <summary>The name they greet with, such as hamburger.edu.</summary>
    public required string HostName { get; init; }

    /// <summary>Users, passwords, aliases, routes, zones.</summary>
    public required AccountDirectory Accounts { get; init; }

    /// <summary>For TLS; null: no TLS is offered.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>The faults to commit on purpose.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Who hears the dialogues.</summary>
    public IDialogueLog Log { get; init; } = NoDialogueLog.Instance;

    /// <summary>What a client may take.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>So many random bytes, for challenges, boundaries and names; repeatable when recorded. Called from several threads.</summary>
    public Func<int, byte[]> Randomness { get; init; } = RandomNumberGenerator.GetBytes;

    /// <summary>The network's clock.</summary>
    public TimeProvider Clock => Network.Clock;

    /// <summary>The server's end of a connection.</summary>
    public LineChannel Serve(ConnectionContext connection, string protocol) =>
        new(connection, protocol, DialogueSide.Server, Limits, Log, Clock);
}
