using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Mail.Dkim;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Sessions;

/// <summary>Something that the analysis found, in the terms of the output contract. Immutable once it is told.</summary>
public abstract record Record
{
    /// <summary>The work on its content, whose outcome the record lacks as yet; null where there is none. Nobody is told of such a record.</summary>
    internal ContentWork? Pending { get; init; }
}

/// <summary>One input.</summary>
public sealed record CaptureRecord : Record
{
    /// <summary>As the user named it.</summary>
    public required string File { get; init; }

    /// <summary>The file format.</summary>
    public required string Format { get; init; }

    /// <summary>Names of the link-type registry.</summary>
    public required IReadOnlyList<string> LinkTypes { get; init; }

    /// <summary>Packets read.</summary>
    public long Packets { get; init; }

    /// <summary>Captured bytes of these packets.</summary>
    public long Bytes { get; init; }

    /// <summary>Of the earliest packet.</summary>
    public Timestamp FirstTime { get; init; }

    /// <summary>Of the latest packet.</summary>
    public Timestamp LastTime { get; init; }

    /// <summary>Packets dropped while capturing, if the capture says so.</summary>
    public long? Dropped { get; init; }

    /// <summary>The file ends inside a record.</summary>
    public bool Truncated { get; init; }
}

/// <summary>One TCP connection, whatever its port.</summary>
public sealed record StreamRecord : Record
{
    /// <summary>From 0, by first packet.</summary>
    public required long Id { get; init; }

    /// <summary>The client's end.</summary>
    public required Endpoint Client { get; init; }

    /// <summary>The server's end.</summary>
    public required Endpoint Server { get; init; }

    /// <summary>Of the first packet.</summary>
    public Timestamp FirstTime { get; init; }

    /// <summary>Of the last packet.</summary>
    public Timestamp LastTime { get; init; }

    /// <summary>Packets of both directions.</summary>
    public long Packets { get; init; }

    /// <summary>What the client sent.</summary>
    public required StreamSide ClientSide { get; init; }

    /// <summary>What the server sent.</summary>
    public required StreamSide ServerSide { get; init; }

    /// <summary>Why it ended.</summary>
    public CloseReason? Closed { get; init; }
}

/// <summary>One direction of a <see cref="StreamRecord"/>.</summary>
/// <param name="Bytes">Payload delivered in order.</param>
/// <param name="Missing">Bytes known to have been sent that the capture lacks.</param>
/// <param name="Sha256">Of the delivered payload, lower-case hex; null when not computed.</param>
public sealed record StreamSide(long Bytes, long Missing, string? Sha256);

/// <summary>How a session ended.</summary>
public enum SessionOutcome
{
    /// <summary>The capture ends first.</summary>
    Open,

    /// <summary>By the protocol's own farewell.</summary>
    Closed,

    /// <summary>By FIN without one.</summary>
    Finished,

    /// <summary>By RST.</summary>
    Reset,
}

/// <summary>What is known of TLS in a session.</summary>
public enum TlsState
{
    /// <summary>No sign of it.</summary>
    None,

    /// <summary>The server offers it and nobody asks.</summary>
    Offered,

    /// <summary>The client asked and the server refused.</summary>
    Refused,

    /// <summary>Encrypted from some point on.</summary>
    Started,

    /// <summary>Encrypted, and read with the keys.</summary>
    Decrypted,
}

/// <summary>A protocol's life on one connection.</summary>
public sealed record SessionRecord : Record
{
    /// <summary>From 1.</summary>
    public required int Id { get; init; }

    /// <summary>The connection's <see cref="StreamRecord.Id"/>.</summary>
    public required long Stream { get; init; }

    /// <summary><c>smtp</c>, <c>pop3</c>, <c>imap</c>, <c>ftp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The client's end.</summary>
    public required Endpoint Client { get; init; }

    /// <summary>The server's end.</summary>
    public required Endpoint Server { get; init; }

    /// <summary>The client's name, as the capture itself tells it.</summary>
    public string? ClientName { get; init; }

    /// <summary>The server's name, as the capture itself tells it.</summary>
    public string? ServerName { get; init; }

    /// <summary>What the server calls its software in its greeting, and the like.</summary>
    public string? ServerSoftware { get; init; }

    /// <summary>Of the connection's first packet.</summary>
    public Timestamp Start { get; init; }

    /// <summary>Of the connection's last packet.</summary>
    public Timestamp End { get; init; }

    /// <summary>Packets of both directions.</summary>
    public long Packets { get; init; }

    /// <summary>Payload bytes from the client.</summary>
    public long ClientBytes { get; init; }

    /// <summary>Payload bytes from the server.</summary>
    public long ServerBytes { get; init; }

    /// <summary>Bytes from the client that the capture lacks.</summary>
    public long ClientMissing { get; init; }

    /// <summary>Bytes from the server that the capture lacks.</summary>
    public long ServerMissing { get; init; }

    /// <summary>How it ended.</summary>
    public SessionOutcome Outcome { get; init; }

    /// <summary>Its start was not captured.</summary>
    public bool Midstream { get; init; }

    /// <summary>As whom it logged in.</summary>
    public string? User { get; init; }

    /// <summary>Whether a login succeeded.</summary>
    public bool Authenticated { get; init; }

    /// <summary>What is known of TLS.</summary>
    public TlsState Tls { get; init; }

    /// <summary>What else is known of it; null when there was none.</summary>
    public TlsDetails? TlsDetails { get; init; }

    /// <summary>Whether a compression layer was switched on.</summary>
    public bool Compressed { get; init; }

    /// <summary>How many commands the client gave.</summary>
    public int Commands { get; init; }

    /// <summary>Ids of the messages seen in it.</summary>
    public required IReadOnlyList<int> Messages { get; init; }

    /// <summary>Ids of the transfers that belong to it.</summary>
    public required IReadOnlyList<int> Transfers { get; init; }

    /// <summary>Protocol-specific facts that the record adds (name in snake_case, value).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
}

/// <summary>One command with its replies, or an unsolicited reply.</summary>
public sealed record ExchangeRecord : Record
{
    /// <summary>The session's id.</summary>
    public required int Session { get; init; }

    /// <summary>From 1, in the order of the commands.</summary>
    public required int Number { get; init; }

    /// <summary>Of the command; for an unsolicited reply, of the reply.</summary>
    public Timestamp Time { get; init; }

    /// <summary>The protocol's own phase.</summary>
    public required string Phase { get; init; }

    /// <summary>Upper case; null for an unsolicited reply.</summary>
    public string? Command { get; init; }

    /// <summary>What follows the command word.</summary>
    public string? Argument { get; init; }

    /// <summary>Of the last reply.</summary>
    public string? ReplyCode { get; init; }

    /// <summary>Text of the replies, lines joined by a line feed.</summary>
    public string? Reply { get; init; }

    /// <summary>The replies before the last one, which had other codes: <c>354</c> before the verdict on a message, <c>150</c> before <c>226</c>.</summary>
    public IReadOnlyList<EarlierReply> EarlierReplies { get; init; } = [];

    /// <summary>IMAP's tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Of the last reply.</summary>
    public Timestamp ReplyTime { get; init; } = Timestamp.Unknown;

    /// <summary>
    /// The client's line is a response to an authentication challenge, not a command: <see cref="Argument"/> has it as it was sent.
    /// </summary>
    public bool IsSaslResponse { get; init; }

    /// <summary>Number of the packet in which the command (or the unsolicited reply) begins.</summary>
    public long Packet { get; init; }

    /// <summary>Number of the packet in which the last reply begins; 0 when there is none.</summary>
    public long ReplyPacket { get; init; }

    /// <summary>
    /// The TLS record in which the command begins (all that begin in its packet, if several do); null when it was sent in clear.
    /// </summary>
    public TlsOrigin? Origin { get; init; }

    /// <summary>The same of the last reply.</summary>
    public TlsOrigin? ReplyOrigin { get; init; }
}

/// <summary>A reply that was not the last one to its command.</summary>
/// <param name="Code">Its code.</param>
/// <param name="EndLine">How many lines of <see cref="ExchangeRecord.Reply"/> lie before its end.</param>
/// <param name="Time">Of its last line.</param>
public sealed record EarlierReply(string Code, int EndLine, Timestamp Time);

/// <summary>Who moved the message.</summary>
public enum MessageDirection
{
    /// <summary>Sent by the client.</summary>
    Sent,

    /// <summary>Received by the client.</summary>
    Received,
}

/// <summary>SMTP's envelope of a message.</summary>
/// <param name="From">The reverse path, empty for the null sender; null when the capture lacks it.</param>
/// <param name="To">Recipients that the server accepted (or did not answer).</param>
/// <param name="Rejected">Recipients that the server refused.</param>
public sealed record Envelope(string? From, IReadOnlyList<string> To, IReadOnlyList<string> Rejected);

/// <summary>A file inside a message.</summary>
public sealed record AttachmentRecord
{
    /// <summary>As announced, decoded to Unicode; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Media type in lower case.</summary>
    public required string ContentType { get; init; }

    /// <summary>Decoded bytes; null when not decoded.</summary>
    public long? Size { get; init; }

    /// <summary>Over the decoded bytes, lower-case hex; null when not computed or not certain.</summary>
    public string? Sha256 { get; init; }

    /// <summary><c>attachment</c>, <c>inline</c>, or what else the part says.</summary>
    public string? Disposition { get; init; }

    /// <summary>The part's number in the message, as IMAP counts (<c>1.2</c>).</summary>
    public string? Part { get; init; }

    /// <summary>Where it was exported to, relative to the export directory.</summary>
    public string? File { get; init; }
}

/// <summary>An e-mail seen on the wire.</summary>
public sealed record MessageRecord : Record
{
    /// <summary>From 1.</summary>
    public required int Id { get; init; }

    /// <summary>The session's id.</summary>
    public required int Session { get; init; }

    /// <summary>The session's protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary><c>DATA</c>, <c>BDAT</c>, <c>RETR</c>, <c>TOP</c>, <c>FETCH</c>, <c>APPEND</c>.</summary>
    public required string Via { get; init; }

    /// <summary>Sent or received by the client.</summary>
    public MessageDirection Direction { get; init; }

    /// <summary>Of its first byte.</summary>
    public Timestamp Time { get; init; }

    /// <summary>Bytes that the capture holds.</summary>
    public long Size { get; init; }

    /// <summary>Over these bytes, lower-case hex; null when not computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether every byte of it is here.</summary>
    public bool Complete { get; init; }

    /// <summary>Bytes lost in gaps.</summary>
    public long Missing { get; init; }

    /// <summary>What of the message this is, when not the whole.</summary>
    public string? Part { get; init; }

    /// <summary>Whether the server's final reply was positive; null when unknown.</summary>
    public bool? Accepted { get; init; }

    /// <summary>SMTP's envelope.</summary>
    public Envelope? Envelope { get; init; }

    /// <summary>IMAP's mailbox.</summary>
    public string? Mailbox { get; init; }

    /// <summary>IMAP's UID.</summary>
    public long? Uid { get; init; }

    /// <summary>IMAP's sequence number.</summary>
    public long? Sequence { get; init; }

    /// <summary>IMAP's flags.</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>POP3's message number.</summary>
    public long? Number { get; init; }

    /// <summary>POP3's unique id.</summary>
    public string? Uidl { get; init; }

    /// <summary>Decoded to Unicode.</summary>
    public string? Subject { get; init; }

    /// <summary>Decoded to Unicode.</summary>
    public string? From { get; init; }

    /// <summary>Decoded to Unicode.</summary>
    public string? To { get; init; }

    /// <summary>Decoded to Unicode.</summary>
    public string? Cc { get; init; }

    /// <summary>As the header has it.</summary>
    public string? Date { get; init; }

    /// <summary>With its angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>Every leaf part that has a file name or is not text shown inline.</summary>
    public IReadOnlyList<AttachmentRecord> Attachments { get; init; } = [];

    /// <summary>What became of the body hashes in its DKIM signatures; empty when it has none, or contents are not hashed.</summary>
    public IReadOnlyList<DkimBodyResult> Dkim { get; init; } = [];

    /// <summary><c>match</c>, <c>mismatch</c>, or why the body was not compared; null when it is not signed.</summary>
    public string? DkimBodyHash => DkimCheck.Verdict(Dkim);

    /// <summary>Ids of the partial fetches that this whole was put together from.</summary>
    public IReadOnlyList<int>? MergedFrom { get; init; }

    /// <summary>Where it was exported to, relative to the export directory.</summary>
    public string? File { get; init; }

    /// <summary>Where its bytes lie.</summary>
    public Content Content { get; init; } = Content.Empty;

    /// <summary>The TLS records that it was read out of; null when it was sent in clear, or they are not known.</summary>
    public TlsOrigin? Origin { get; init; }
}

/// <summary>How the user of a session proved who it is.</summary>
public sealed record CredentialRecord : Record
{
    /// <summary>The session's id.</summary>
    public required int Session { get; init; }

    /// <summary>The session's protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary><c>USER/PASS</c>, <c>LOGIN</c>, <c>PLAIN</c>, <c>CRAM-MD5</c> and so on.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Who.</summary>
    public string? User { get; init; }

    /// <summary>Password, or challenge and response as sent.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether the server accepted it; null when unknown.</summary>
    public bool? Accepted { get; init; }

    /// <summary>When it was given.</summary>
    public Timestamp Time { get; init; }
}

/// <summary>A host that served or used one of the protocols.</summary>
public sealed record HostRecord : Record
{
    /// <summary>Its address.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>Names that the capture tells.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Protocols, each with <c> server</c> or <c> client</c> behind it.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>Sessions that it took part in.</summary>
    public int Sessions { get; init; }

    /// <summary>Payload bytes of these sessions.</summary>
    public long Bytes { get; init; }

    /// <summary>Banners.</summary>
    public required IReadOnlyList<string> Software { get; init; }

    /// <summary>What its encrypted sessions tell; null when there were none.</summary>
    public TlsHost? Tls { get; init; }
}

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Something may be wrong or missing.</summary>
    Warning,

    /// <summary>Something is wrong or missing.</summary>
    Error,
}

/// <summary>Something a person should know.</summary>
public sealed record FindingRecord : Record
{
    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Stable, kebab-case.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The session's id, where it is about one.</summary>
    public int? Session { get; init; }

    /// <summary>The stream's id, where it is about one.</summary>
    public long? Stream { get; init; }

    /// <summary>The packet's number, where it is about one.</summary>
    public long? Packet { get; init; }

    /// <summary>An offset in the stream or file that it is about.</summary>
    public long? Offset { get; init; }
}
