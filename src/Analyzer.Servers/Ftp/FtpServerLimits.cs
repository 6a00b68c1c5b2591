namespace Analyzer.Servers.Ftp;

/// <summary>What one FTP client may take beyond the limits that hold for all servers.</summary>
public sealed record FtpServerLimits
{
    /// <summary>Octets of an uploaded file: a disk image. A compressed upload of a few octets must not fill the disk.</summary>
    public long MaxFile { get; init; } = 16L << 30;

    /// <summary>Octets of a file that is read through for a hash, or for its size as text.</summary>
    public long MaxCounted { get; init; } = 1L << 30;

    /// <summary>From a transfer command to its data connection.</summary>
    public TimeSpan OpenTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a transfer command waits to see whether the client has connected already, and 125 is the reply, or not yet, and it is 150.
    /// Clients that connect first have done so before they speak.
    /// </summary>
    public TimeSpan AlreadyOpenTime { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a data connection may stand still.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Connections from strangers to a passive port that are turned away before it is given up.</summary>
    public int MaxStrangers { get; init; } = 16;
}
