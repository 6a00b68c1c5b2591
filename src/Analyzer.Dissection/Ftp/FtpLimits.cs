namespace Analyzer.Dissection.Ftp;

/// <summary>Bounds on what FTP dialogues and data connections may make us hold. Reaching one is a finding.</summary>
static class FtpLimits
{
    /// <summary>Commands of one session that wait for a reply. Clients pipeline a handful; a capture without replies has all of them.</summary>
    public const int MaxPending = 256;

    /// <summary>
    /// The same where not one packet of the server was captured yet: its direction is most likely missing, unless a few packets are out of
    /// order.
    /// </summary>
    public const int MaxUnheard = 4;

    /// <summary>
    /// Client lines of nonsense in a row (no word of a protocol, control characters) until the rest of a session is passed over: what
    /// runs on the port is not FTP, or it is encrypted and the capture lacks the start.
    /// </summary>
    public const int MaxNonsense = 16;

    /// <summary>Bytes of a command's argument that are kept; its path is tracked up to <see cref="MaxPath"/>.</summary>
    public const int MaxArgument = 16 * 1024;

    /// <summary>The longest path that is tracked, in UTF-16 units: PATH_MAX of the common systems. Endless CWDs must not pile up.</summary>
    public const int MaxPath = 4096;

    /// <summary>Facts that a session remembers of paths (SIZE, MDTM, hashes): more than a session asks for before it transfers.</summary>
    public const int MaxPathFacts = 256;

    /// <summary>Hashes that are remembered of one file: one of each algorithm, and some again.</summary>
    public const int MaxClaims = 16;

    /// <summary>
    /// Announcements of one data port that are looked through: as many sessions can wait on one port number at the same moment (of
    /// different servers, or of one behind a small passive range).
    /// </summary>
    public const int MaxAnnouncementsOfPort = 64;

    /// <summary>
    /// Streams that nobody claims and that are kept for an announcement that comes late. Two-path captures bring one or two early; in a
    /// capture without control connections nothing will claim them.
    /// </summary>
    public const int MaxUnclaimed = 4096;

    /// <summary>Runs of extents that all unclaimed streams may hold together: 8 MiB.</summary>
    public const int MaxUnclaimedRuns = 256 * 1024;

    /// <summary>Unclaimed streams of one port, or between two hosts, that are looked through for one announcement or transfer.</summary>
    public const int MaxCandidates = 256;

    /// <summary>Transfers that wait for their data connection, most of which will not come: control-only captures have no data.</summary>
    public const int MaxWaiting = 4096;

    /// <summary>Pairs of hosts that are known to have spoken FTP. Beyond it, streams are still matched, but not kept in advance.</summary>
    public const int MaxHostPairs = 100_000;

    /// <summary>
    /// How much earlier than its announcement a data connection may seem to begin: the clocks of two capture points, or two paths
    /// to one, differ by less.
    /// </summary>
    public static TimeSpan MaxLead => TimeSpan.FromSeconds(2);

    /// <summary>How long after the final reply a data connection may seem to begin, for the same reason.</summary>
    public static TimeSpan MaxLag => TimeSpan.FromSeconds(2);

    /// <summary>
    /// How much later than its reply a command may be captured. A reply that seems to come sooner than its command answers an earlier
    /// one, or none.
    /// </summary>
    public static TimeSpan MaxReplyLead => TimeSpan.FromMilliseconds(50);

    /// <summary>Bytes of a listing that are read: some ten thousand lines. Larger ones are transferred and hashed all the same.</summary>
    public const int MaxListing = 4 * 1024 * 1024;

    /// <summary>Entries of one listing that are told.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>The longest line of a listing that is understood.</summary>
    public const int MaxListingLine = 4096;

    /// <summary>Nodes of all remote trees of a run, about 200 bytes each.</summary>
    public const int MaxTreeNodes = 200_000;

    /// <summary>Bytes that decoding (MODE Z, B and C, STRU R) may yield for one transfer: a small stream can inflate without end.</summary>
    public const long MaxDecoded = 1L << 30;

    /// <summary>Files whose pieces are remembered, to join a resumed transfer with what came before.</summary>
    public const int MaxHistory = 4096;

    /// <summary>Pieces of one file. Download programs make up to a few dozen.</summary>
    public const int MaxPieces = 64;

    /// <summary>Joints of one file that are told: each reads the whole file again, and somebody may append to one for days.</summary>
    public const int MaxJoints = 8;
}
