using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>What really happened in a generated capture, and what of it the capture holds.</summary>
public sealed record CaptureTruth
{
    static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The scenario's name.</summary>
    public required string Id { get; init; }

    /// <summary>The capture's file name.</summary>
    public string File { get; init; } = "";

    /// <summary>Bytes of the capture.</summary>
    public long CaptureSize { get; init; }

    /// <summary>Over the capture's bytes, lower-case hex.</summary>
    public string CaptureSha256 { get; init; } = "";

    /// <summary>What it shows.</summary>
    public required string Exercises { get; init; }

    /// <summary>Every number that was drawn comes from it.</summary>
    public int Seed { get; init; }

    /// <summary>What went wrong on the way.</summary>
    public required Impairments Network { get; init; }

    /// <summary>File of the TLS keys beside the capture; null: none.</summary>
    public string? Keylog { get; init; }

    /// <summary>One for each control connection.</summary>
    public required IReadOnlyList<TruthSession> Sessions { get; init; }

    /// <summary>Every message that went over a connection.</summary>
    public required IReadOnlyList<TruthMessage> Messages { get; init; }

    /// <summary>Every FTP transfer.</summary>
    public required IReadOnlyList<TruthTransfer> Transfers { get; init; }

    /// <summary>Every login.</summary>
    public required IReadOnlyList<TruthCredential> Credentials { get; init; }

    /// <summary>Every TCP connection that was opened.</summary>
    public required IReadOnlyList<TruthStream> Streams { get; init; }

    /// <summary>What hosts sent and the capture lacks.</summary>
    public required IReadOnlyList<TruthGap> Gaps { get; init; }

    /// <summary>As JSON, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_options) + "\n";
}

/// <summary>What may be asked of an analysis for an object.</summary>
public enum Expectation
{
    /// <summary>The capture holds all of it and all around it: to be found, byte for byte.</summary>
    Exact,

    /// <summary>The capture holds it, but not all that explains it: to be found byte for byte, or marked, or not at all.</summary>
    Possible,

    /// <summary>The capture lacks some of it: whatever is shown of it must be marked.</summary>
    Marked,

    /// <summary>The capture has nothing of it.</summary>
    Absent,
}

/// <summary>One end of a connection.</summary>
public sealed record TruthEndpoint(string Ip, int Port);

/// <summary>Bytes by their number and hash (lower-case hex).</summary>
public sealed record TruthBytes(long Size, string Sha256);

/// <summary>TLS in a session.</summary>
public sealed record TruthTls(string Version, string After);

/// <summary>A control connection.</summary>
public sealed record TruthSession
{
    /// <summary>smtp, pop3, imap or ftp.</summary>
    public required string Protocol { get; init; }

    /// <summary>Who opened it.</summary>
    public required TruthEndpoint Client { get; init; }

    /// <summary>Who listened.</summary>
    public required TruthEndpoint Server { get; init; }

    /// <summary>Null: none.</summary>
    public TruthTls? Tls { get; init; }

    /// <summary>DEFLATE, or null.</summary>
    public string? Compress { get; init; }

    /// <summary>All that the client said, before encryption and compression.</summary>
    [JsonPropertyName("c2s")]
    public required TruthBytes ClientBytes { get; init; }

    /// <summary>All that the server said, before encryption and compression.</summary>
    [JsonPropertyName("s2c")]
    public required TruthBytes ServerBytes { get; init; }

    /// <summary>Pairs of what the client said and the first line of the answer.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Commands { get; init; }

    /// <summary>What may be asked.</summary>
    public Expectation Expected { get; init; }
}

/// <summary>SMTP's envelope.</summary>
public sealed record TruthEnvelope(string MailFrom, IReadOnlyList<string> RcptAccepted, IReadOnlyList<string> RcptRejected);

/// <summary>A file in a message.</summary>
public sealed record TruthAttachment(string? Name, string ContentType, long Size, string Sha256);

/// <summary>A message, or a part of one, that went over a connection.</summary>
public sealed record TruthMessage
{
    /// <summary>From 1.</summary>
    public int N { get; init; }

    /// <summary>The session's protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>DATA, BDAT, RETR 2, TOP 1 0, FETCH 1 BODY[], APPEND.</summary>
    public required string Command { get; init; }

    /// <summary>Index of the session.</summary>
    public int Session { get; init; }

    /// <summary>c2s or s2c.</summary>
    public required string Direction { get; init; }

    /// <summary>SMTP's.</summary>
    public TruthEnvelope? Envelope { get; init; }

    /// <summary>IMAP's.</summary>
    public string? Mailbox { get; init; }

    /// <summary>full, headers, text, mime:2, headers + 3 lines, prefix.</summary>
    public string Part { get; init; } = "full";

    /// <summary>Of how many pieces it can be put together; null: it came in one.</summary>
    public int? AssembledFrom { get; init; }

    /// <summary>Whether it was transferred as a whole.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>Whether the capture holds all of its bytes.</summary>
    public bool CompleteInCapture { get; init; } = true;

    /// <summary>The server's last word on it.</summary>
    public string? Reply { get; init; }

    /// <summary>Whether that was good.</summary>
    public bool? Accepted { get; init; }

    /// <summary>Whether it was encrypted.</summary>
    public bool InsideTls { get; init; }

    /// <summary>Whether it was compressed.</summary>
    public bool InsideDeflate { get; init; }

    /// <summary>Bytes of the message.</summary>
    public long Size { get; init; }

    /// <summary>Over them.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Decoded; null: unknown here.</summary>
    public string? Subject { get; init; }

    /// <summary>With its angle brackets; null: it has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Decoded.</summary>
    public IReadOnlyList<TruthAttachment>? Attachments { get; init; }

    /// <summary>What may be asked.</summary>
    public Expectation Expected { get; init; }
}

/// <summary>The data connection of a transfer.</summary>
public sealed record TruthDataConnection(TruthEndpoint Client, TruthEndpoint Server, string OpenedBy);

/// <summary>An FTP transfer.</summary>
public sealed record TruthTransfer
{
    /// <summary>From 1.</summary>
    public int N { get; init; }

    /// <summary>Index of the session.</summary>
    public int Session { get; init; }

    /// <summary>With its argument.</summary>
    public required string Command { get; init; }

    /// <summary>The argument.</summary>
    public string? Path { get; init; }

    /// <summary>download or upload.</summary>
    public required string Direction { get; init; }

    /// <summary>file or listing.</summary>
    public required string Kind { get; init; }

    /// <summary>PASV, EPSV, PORT, EPRT.</summary>
    public string? Mode { get; init; }

    /// <summary>A or I.</summary>
    public string? Type { get; init; }

    /// <summary>REST's.</summary>
    public long RestOffset { get; init; }

    /// <summary>Null: none was opened.</summary>
    public TruthDataConnection? DataConnection { get; init; }

    /// <summary>Bytes on the data connection.</summary>
    public long Size { get; init; }

    /// <summary>Over them; null: no data came.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether both sides were content.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>Whether the capture holds all of its bytes.</summary>
    public bool CompleteInCapture { get; init; } = true;

    /// <summary>No data came.</summary>
    public bool? Refused { get; init; }

    /// <summary>The server's last word on it.</summary>
    public string? Reply { get; init; }

    /// <summary>Whether it was encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>What may be asked.</summary>
    public Expectation Expected { get; init; }
}

/// <summary>A login.</summary>
public sealed record TruthCredential
{
    /// <summary>Index of the session.</summary>
    public int Session { get; init; }

    /// <summary>The session's protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>USER/PASS, LOGIN, PLAIN.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Who.</summary>
    public required string User { get; init; }

    /// <summary>Null: it did not go over the wire as it is.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the server believed it.</summary>
    public bool Accepted { get; init; }

    /// <summary>Whether it was encrypted.</summary>
    public bool InsideTls { get; init; }

    /// <summary>Whether the capture holds all of it.</summary>
    public bool InCapture { get; init; } = true;

    /// <summary>What may be asked.</summary>
    public Expectation Expected { get; init; }
}

/// <summary>A TCP connection.</summary>
public sealed record TruthStream
{
    /// <summary>Who opened it.</summary>
    public required TruthEndpoint Client { get; init; }

    /// <summary>Who listened.</summary>
    public required TruthEndpoint Server { get; init; }

    /// <summary>Bytes that the client sent.</summary>
    public long ClientBytes { get; init; }

    /// <summary>Over them.</summary>
    public required string ClientSha256 { get; init; }

    /// <summary>Bytes that the server sent.</summary>
    public long ServerBytes { get; init; }

    /// <summary>Over them.</summary>
    public required string ServerSha256 { get; init; }

    /// <summary>What may be asked.</summary>
    public Expectation Expected { get; init; }
}

/// <summary>Bytes that the capture lacks.</summary>
public sealed record TruthGap(TruthEndpoint Src, TruthEndpoint Dst, long StreamOffset, long Length);
