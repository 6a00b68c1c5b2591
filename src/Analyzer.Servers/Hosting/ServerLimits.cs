namespace Analyzer.Servers.Hosting;

/// <summary>What one client may take of a server, so that none can harm the others.</summary>
public sealed record ServerLimits
{
    /// <summary>Connections that one server serves at a time: a class of students with several programs each, and a good reserve.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Bytes of a command line: far above RFC 5321's 512 and RFC 4954's 12,288 for authentication; IMAP sets of numbers are long.</summary>
    public int MaxLine { get; init; } = 65_536;

    /// <summary>Bytes of an over-long line that are thrown away in the hope of its end; then the connection is closed.</summary>
    public int MaxDiscarded { get; init; } = 1_048_576;

    /// <summary>From the server's last word to the end of the client's next line. RFC 5321 4.5.3.2 wants at least 5 minutes.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From the connection to the first line: a person who types a dialogue needs a while; a silent client must not hold a place for long.</summary>
    public TimeSpan FirstLineTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes a second that a block (message text, literal, file) must reach on average after <see cref="IdleTime"/>: slower than any modem of use.</summary>
    public int MinRate { get; init; } = 240;

    /// <summary>How long a client may leave the server's words unread before the connection is closed.</summary>
    public TimeSpan WriteTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes of a message: five times what common providers take.</summary>
    public long MaxMessage { get; init; } = 128 << 20;

    /// <summary>Mistakes (unknown commands, wrong passwords) until the server hangs up.</summary>
    public int MaxMistakes { get; init; } = 20;

    /// <summary>How long running dialogues have to end when the server is told to stop.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(3);
}
