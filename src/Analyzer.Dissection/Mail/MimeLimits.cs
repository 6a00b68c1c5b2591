namespace Analyzer.Dissection.Mail;

/// <summary>
/// Bounds on what one message may make the reader keep or do. Reaching one never stops the reader: it goes on with less detail and
/// says so in <see cref="MimeMessage.Reached"/>. The decoded size needs no bound, because no transfer encoding grows: the worst, a
/// uuencoded line whose blanks were eaten, gives 45 bytes for two, and the reader keeps none of them.
/// </summary>
public sealed record MimeLimits
{
    /// <summary>Every limit at its default.</summary>
    public static MimeLimits Default { get; } = new();

    /// <summary>Bytes kept of one header. Mail servers stop between 64 and 256 KiB.</summary>
    public int HeaderBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes kept of all headers of a message together, so that ten thousand parts cannot multiply the limit above.</summary>
    public int AllHeaderBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Fields kept of one header. Relays end a loop at about 100 Received fields; ten times that is no mail.</summary>
    public int HeaderFields { get; init; } = 1000;

    /// <summary>Bytes kept of one header line. RFC 5322 2.1.1 allows 998; some senders never fold a long list of addresses.</summary>
    public int LineLength { get; init; } = 64 * 1024;

    /// <summary>Parts within parts. Forwarding as attachment adds two levels, so this is a chain of 32 forwards.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Parts of a message, derived files counted in. The biggest digests have some hundreds.</summary>
    public int Parts { get; init; } = 10_000;

    /// <summary>
    /// Embedded messages, one within another, that are hashed at the same time. Each level hashes all bytes below it once more, so
    /// without a bound a nest of 64 would cost 64 times its size.
    /// </summary>
    public int EmbeddedDigests { get; init; } = 4;

    /// <summary>Bytes of a boundary. RFC 2046 5.1.1 allows 70; longer ones occur.</summary>
    public int BoundaryLength { get; init; } = 256;

    /// <summary>Characters kept of a file name. No file system takes more than 255; the rest leaves room for a path.</summary>
    public int FileNameLength { get; init; } = 1024;

    /// <summary>Parameters, or pieces of them (RFC 2231 3), read in one field. A name of 1024 characters comes in about 150 pieces.</summary>
    public int Parameters { get; init; } = 256;

    /// <summary>Addresses read in one field. Servers accept 100 to 1000 recipients a message; list exports have more.</summary>
    public int Addresses { get; init; } = 2000;

    /// <summary>Defects listed of a message. More of them tell no more.</summary>
    public int Defects { get; init; } = 100;
}

/// <summary>Which limits of <see cref="MimeLimits"/> a message reached.</summary>
[Flags]
public enum MimeLimit
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Some header bytes were left out.</summary>
    HeaderBytes = 1 << 0,

    /// <summary>Some header fields were left out.</summary>
    HeaderFields = 1 << 1,

    /// <summary>The end of a header line was left out.</summary>
    LineLength = 1 << 2,

    /// <summary>A part was nested too deep and is shown as one leaf.</summary>
    Depth = 1 << 3,

    /// <summary>Further parts are not in the tree.</summary>
    Parts = 1 << 4,

    /// <summary>An embedded message has no hash.</summary>
    EmbeddedDigests = 1 << 5,

    /// <summary>A boundary was too long to be one.</summary>
    BoundaryLength = 1 << 6,

    /// <summary>A file name was cut.</summary>
    FileNameLength = 1 << 7,

    /// <summary>Some parameters of a field were not read.</summary>
    Parameters = 1 << 8,

    /// <summary>Further defects are not listed.</summary>
    Defects = 1 << 9,
}
