namespace Analyzer.Dissection.Dialogues;

/// <summary>Bounds on what a dialogue may make us hold.</summary>
public static class TextLimits
{
    /// <summary>
    /// The longest line of dialogue that is read whole, in bytes. The protocols allow 512 to 8192; some IMAP servers and clients
    /// send flag and UID lists of tens of kilobytes.
    /// </summary>
    public const int MaxLine = 256 * 1024;

    /// <summary>
    /// How many bytes of one direction may wait for the other before the dissector has to go on with the likely answer. Larger than any
    /// window that a peer would fill without an answer; a capture of one direction only reaches it.
    /// </summary>
    public const int MaxWaiting = 1024 * 1024;
}
