using System.Net;
using Analyzer.Servers.Recording.Packets;

namespace Analyzer.Servers.Recording.Writing;

/// <summary>What a capture holds of the connections of a play.</summary>
interface ICaptureContents
{
    /// <summary>What it holds of a direction.</summary>
    Coverage Of(IFlow flow);

    /// <summary>Whether it shows where a direction began.</summary>
    bool HasStart(IFlow flow);

    /// <summary>Whether it shows that a direction ended.</summary>
    bool HasEnd(IFlow flow);

    /// <summary>An end as it has it.</summary>
    IPEndPoint Outside(IPEndPoint inside);
}
