using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// What a session has agreed on for its next data connection: who listens, and where. A connection that comes is kept here until a
/// transfer takes it, and a transfer waits here until its connection comes; either may be captured first.
/// </summary>
sealed class DataAnnouncement
{
    /// <summary>The port of an announcement that is not in the capture, but must have been made.</summary>
    public const ushort UnknownPort = 0;

    /// <summary>Who opens the connection.</summary>
    public required DataMode Mode { get; init; }

    /// <summary>The control connection that it belongs to.</summary>
    public required Connection Control { get; init; }

    /// <summary>The address that was announced; null when none was, or a wildcard.</summary>
    public IpAddress? Address { get; init; }

    /// <summary>The port that was announced.</summary>
    public required ushort Port { get; init; }

    /// <summary>Nothing was announced: RFC 959's default is the client's own control port (section 5.2).</summary>
    public bool IsDefault { get; init; }

    /// <summary>Of the command or reply that announced it.</summary>
    public Timestamp Time { get; init; }

    /// <summary>Counts announcements, so that they have an order even where the capture has no clock.</summary>
    public long Number { get; init; }

    /// <summary>Another one has taken its place, or its session has ended.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Connections that no transfer has taken yet.</summary>
    public List<(DataStream Stream, MatchRule Rule)> Streams { get; } = [];

    /// <summary>Transfers whose connection was not seen yet.</summary>
    public List<TransferBuilder> Waiting { get; } = [];

    /// <summary>Who listens, by the control connection.</summary>
    public IpAddress Listener => DataModes.IsPassive(Mode) ? Control.Server.Address : Control.Client.Address;

    /// <summary>Who connects, by the control connection.</summary>
    public IpAddress Connector => DataModes.IsPassive(Mode) ? Control.Client.Address : Control.Server.Address;

    /// <summary>
    /// Tells the transfer that was refused, if the connection that was opened for it turns out to serve no other. Null: none was refused.
    /// </summary>
    public Action? Refused { get; set; }

    /// <summary>How many connections it has brought.</summary>
    public int Connections { get; set; }

    /// <summary>
    /// Another connection belongs here: none has come yet, or a transfer waits for one. Else it is more likely another session's, whose
    /// announcement of the same port was not captured yet.
    /// </summary>
    public bool IsExpecting => Waiting.Count > 0 || (!IsWithdrawn && Connections == 0);

    /// <summary>It was announced, and no transfer has used it yet.</summary>
    public bool IsUnused => !IsDefault && !IsWithdrawn && Waiting.Count == 0 && (Streams.Count > 0 || Connections == 0);

    /// <summary>Something may still come for it.</summary>
    public bool IsLive => !IsWithdrawn || Waiting.Count > 0;
}
