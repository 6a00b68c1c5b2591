namespace Analyzer.Dissection.Imap;

/// <summary>Bounds on what an IMAP dialogue may make us hold or do. Reaching one is a finding, never a failure.</summary>
internal static class ImapLimits
{
    /// <summary>
    /// The longest literal that is read as text, in bytes: names, passwords, search strings and header fields in an ENVELOPE. Servers
    /// bound mailbox names at 1 KB and header fields at 64 KB. Literals that are message data are never held, so they have no bound.
    /// </summary>
    public const int BufferedLiteral = 64 * 1024;

    /// <summary>How many tokens of one command or listing are kept. A SEARCH of a few hundred terms is the longest that clients send.</summary>
    public const int Arguments = 1024;

    /// <summary>How many characters of a command's argument are kept for show: a set of UIDs may run to tens of thousands.</summary>
    public const int ArgumentText = 64 * 1024;

    /// <summary>With how many of the requested sections an answer is compared; commands in flight ask for a few each.</summary>
    public const int Requests = 512;

    /// <summary>
    /// How many bytes one side may wait for the other on the mere suspicion that packets changed places, or that the other side is not
    /// in the capture at all. Packets change places by a few, which hold 64 KB at most.
    /// </summary>
    public const int Reordered = 64 * 1024;

    /// <summary>How many commands may be in flight. Clients that pipeline send tens.</summary>
    public const int Pending = 256;

    /// <summary>How many untagged lines an exchange shows; FETCH 1:* has one for each message of the mailbox.</summary>
    public const int ReplyLines = 100;

    /// <summary>How many sections of a message one FETCH response, or messages one APPEND, may carry; real ones carry fewer than twenty.</summary>
    public const int OpenMessages = 256;

    /// <summary>Of how many messages the UID and size are kept for each selected mailbox: 32 bytes each.</summary>
    public const int TrackedMessages = 250_000;

    /// <summary>Levels of a BODYSTRUCTURE; what lies deeper is not read. Real mail has fewer than ten.</summary>
    public const int StructureDepth = 32;

    /// <summary>Parts of a BODYSTRUCTURE; more are not kept.</summary>
    public const int StructureParts = 256;

    /// <summary>How many messages may be in the making at once, over all sessions. The one that was touched longest ago goes first.</summary>
    public const int Assemblies = 4096;

    /// <summary>How many separate stretches of one section are kept; what comes in order costs one.</summary>
    public const int Stretches = 512;

    /// <summary>How many times octets that came again are compared with those of the first time; then they are taken to be the same.</summary>
    public const int Comparisons = 256;

    /// <summary>How many pieces one message may be put together from: 64 KB each make a message of 1 GB.</summary>
    public const int Pieces = 16 * 1024;

    /// <summary>How many sections of one message are kept.</summary>
    public const int Sections = 2 * StructureParts;

    /// <summary>How much may be inflated before the ratio counts: short bursts of repetitive text compress very well.</summary>
    public const long InflatedFree = 64L * 1024 * 1024;

    /// <summary>
    /// How many bytes each compressed byte may give in the long run. DEFLATE can reach 1032; mail gives 2 to 20, an attachment of
    /// zeros in base64 some 200.
    /// </summary>
    public const int InflateRatio = 256;
}
