using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>By what a data connection was bound to its command, from the weakest evidence to the strongest.</summary>
enum MatchRule
{
    /// <summary>Nothing speaks for it.</summary>
    None,

    /// <summary>Between the same hosts, at the right time; the announcement is not in the capture.</summary>
    HostsAndTime,

    /// <summary>The announced port, on hosts that the control connection does not know, at the right time.</summary>
    PortAndTime,

    /// <summary>Between the same hosts, at the right time, with as many bytes as the server said.</summary>
    HostsAndSize,

    /// <summary>The announced port, and one of the hosts of the control connection: an address was translated.</summary>
    PortAndOneHost,

    /// <summary>The client's control port, which is the default when nothing is announced (RFC 959 section 3.2).</summary>
    DefaultPort,

    /// <summary>The announced port on the host of the control connection; the announced address is another one.</summary>
    AnnouncedPort,

    /// <summary>The announced port on the host of the control connection; no address was announced, as with EPSV.</summary>
    ExtendedPort,

    /// <summary>The announced address and port.</summary>
    AnnouncedEndpoint,
}

/// <summary>Judges data connections by the rules.</summary>
static class MatchRules
{
    /// <summary>As the record <c>transfer</c> has it in <c>matched_by</c>.</summary>
    public static string NameOf(MatchRule rule) => rule switch
    {
        MatchRule.HostsAndTime => "hosts-and-time",
        MatchRule.PortAndTime => "port-and-time",
        MatchRule.HostsAndSize => "hosts-and-size",
        MatchRule.PortAndOneHost => "port-and-one-host",
        MatchRule.DefaultPort => "default-port",
        MatchRule.AnnouncedPort => "announced-port",
        MatchRule.ExtendedPort => "extended-port",
        _ => "announced-endpoint",
    };

    /// <summary>How far to trust it: <c>certain</c>, <c>likely</c> or <c>guess</c>.</summary>
    public static string CertaintyOf(MatchRule rule) => rule switch
    {
        >= MatchRule.ExtendedPort => "certain",
        >= MatchRule.HostsAndSize => "likely",
        _ => "guess",
    };

    /// <summary>
    /// The strongest rule by which a connection fits an announcement; rules of hosts and time alone are not looked at. Where the start was
    /// not captured, nobody knows who listens, so either end may.
    /// </summary>
    public static MatchRule Judge(DataAnnouncement announcement, Connection connection)
    {
        MatchRule rule = Judge(announcement, connection.Server, connection.Client);
        if (connection.HasStart) return rule;
        MatchRule other = Judge(announcement, connection.Client, connection.Server);
        return rule > other ? rule : other;
    }

    static MatchRule Judge(DataAnnouncement announcement, Endpoint listener, Endpoint connector)
    {
        if (listener.Port != announcement.Port) return MatchRule.None;
        if (announcement.IsDefault) return listener.Address == announcement.Listener && connector.Address == announcement.Connector ? MatchRule.DefaultPort : MatchRule.None;
        if (listener.Address == announcement.Address) return MatchRule.AnnouncedEndpoint;
        bool isListener = listener.Address == announcement.Listener, isConnector = connector.Address == announcement.Connector;
        if (isListener && isConnector) return announcement.Address is null ? MatchRule.ExtendedPort : MatchRule.AnnouncedPort;
        return isListener || isConnector ? MatchRule.PortAndOneHost : MatchRule.PortAndTime;
    }

    /// <summary>Whether a connection can belong to an announcement by its time. The time of neither need be known.</summary>
    public static bool IsInTime(DataAnnouncement announcement, Connection connection) =>
        announcement.Time - connection.FirstTime <= FtpLimits.MaxLead.TotalNanoseconds;
}
