using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>Two hosts, whoever of them is the client.</summary>
readonly record struct HostPair
{
    HostPair(IpAddress low, IpAddress high) => (Low, High) = (low, high);

    /// <summary>The lower address.</summary>
    public IpAddress Low { get; }

    /// <summary>The higher one.</summary>
    public IpAddress High { get; }

    /// <summary>The hosts of a connection.</summary>
    public static HostPair Of(Connection connection)
    {
        (IpAddress one, IpAddress other) = (connection.Client.Address, connection.Server.Address);
        return one.CompareTo(other) <= 0 ? new HostPair(one, other) : new HostPair(other, one);
    }
}
