using System.IO.Pipelines;
using System.Net;
using Analyzer.Servers.Recording.Packets;

namespace Analyzer.Servers.Recording.Network;

/// <summary>One end of a TCP connection of a play, and what its application sent.</summary>
interface IConnectionEnd : IFlow
{
    /// <summary>Where it lies.</summary>
    Ends Ends { get; }

    /// <summary>Whether it asked for the connection.</summary>
    bool IsOpener { get; }

    /// <summary>The handshake is done.</summary>
    bool IsOpen { get; }

    /// <summary>What the application reads.</summary>
    PipeReader Input { get; }

    /// <summary>What the application writes.</summary>
    PipeWriter Output { get; }

    /// <summary>Called once, when the peer sends no more.</summary>
    Action? OnPeerEnd { set; }

    /// <summary>Called once, when the connection is reset or refused.</summary>
    Action? OnReset { set; }

    /// <summary>Ends the connection at once.</summary>
    void Reset();
}

/// <summary>The two ends of a connection, seen from one of them.</summary>
sealed record Ends(IPEndPoint Local, IPEndPoint Remote);
