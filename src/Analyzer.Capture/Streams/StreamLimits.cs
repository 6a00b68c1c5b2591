namespace Analyzer.Capture.Streams;

/// <summary>Bounds of the stream layer. Reaching one is counted in <see cref="StreamStatistics"/> and told as a finding.</summary>
public sealed record StreamLimits
{
    /// <summary>
    /// Connections followed at once. A busy mail server has thousands; at a few kilobytes each, this many stay in a few hundred megabytes
    /// even when all of them are dissected. Beyond it the one that has been silent longest (of a sample) is ended.
    /// </summary>
    public int MaxConnections { get; init; } = 100_000;

    /// <summary>
    /// Ended connections remembered so that late duplicates of their packets are recognised: more than pass in the seconds during
    /// which a network delivers such duplicates.
    /// </summary>
    public int MaxEnded { get; init; } = 8_192;

    /// <summary>
    /// Out-of-order bytes kept for one direction of one connection. The largest window that hosts commonly open is 4 to 6 MiB.
    /// </summary>
    public int MaxKeptBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Out-of-order segments kept for one direction: the window above in segments of 1 KiB. Bounds the work that a flood of holes makes.
    /// </summary>
    public int MaxKeptSegments { get; init; } = 8_192;

    /// <summary>Out-of-order bytes kept in all, with their book-keeping: most of the memory that the stream layer may take.</summary>
    public long MaxKeptBytesInAll { get; init; } = 48L * 1024 * 1024;

    /// <summary>
    /// How many packets of a connection may still come after an acknowledgment of bytes that were not captured until they count as
    /// lost: records of a capture may be out of order (several interfaces or queues) by a few packets.
    /// </summary>
    public int ReorderTolerance { get; init; } = 32;

    /// <summary>
    /// Packets of a connection whose start was not seen that are held back, in case its start comes late, before the lowest
    /// sequence number so far counts as the first.
    /// </summary>
    public int HeldAtStart { get; init; } = 16;

    /// <summary>
    /// Packets (of any connection) that may still come after a RST or the second FIN until the connection counts as over, for the
    /// same reason as <see cref="ReorderTolerance"/>.
    /// </summary>
    public int LingerPackets { get; init; } = 64;

    /// <summary>Nanoseconds of capture time for the same: two paths to one capture differ by less.</summary>
    public long LingerTime { get; init; } = 1_000_000_000;

    /// <summary>
    /// Silence, in capture time, after which a connection of a live capture counts as ended: as long as a network must keep a silent
    /// connection open (2 hours 4 minutes, RFC 5382 section 5). Finished captures are not asked.
    /// </summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(124);
}
