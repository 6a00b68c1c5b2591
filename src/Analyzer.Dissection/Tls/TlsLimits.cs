namespace Analyzer.Dissection.Tls;

/// <summary>Bounds on what TLS may make us hold and do.</summary>
public static class TlsLimits
{
    /// <summary>Lines of all key logs of a run: five a connection, so 200,000 connections. They cost about 150 bytes each.</summary>
    public const int KeyLogLines = 1_000_000;

    /// <summary>Bytes of a key log's line: the longest that the format knows has less than 300.</summary>
    public const int KeyLogLine = 1024;

    /// <summary>
    /// Bytes of a record's fragment. TLS 1.2 allows 2^14 + 2048 (RFC 5246 section 6.2.3), TLS 1.3 less; a longer one is no record.
    /// </summary>
    public const int Fragment = 16 * 1024 + 2048;

    /// <summary>Bytes of a handshake message: certificate chains have some kilobytes, and libraries refuse more than 100 KiB.</summary>
    public const int HandshakeMessage = 128 * 1024;

    /// <summary>
    /// Bytes of encrypted records of one direction that wait for the other's hello, where packets changed places. Early data is
    /// usually below 16 KiB.
    /// </summary>
    public const int Waiting = 128 * 1024;

    /// <summary>
    /// Bytes of encrypted records of one direction that wait for keys that may still be written: programs write them during the handshake,
    /// so that little passes before, unless the log is on another machine.
    /// </summary>
    public const int AwaitingKeys = 1024 * 1024;

    /// <summary>The same of all connections together.</summary>
    public const long AllAwaitingKeys = 64 * 1024 * 1024;

    /// <summary>Records whose places are remembered for each decrypted byte: 8 GiB in full records. They cost 64 bytes each.</summary>
    public const int Origins = 512 * 1024;

    /// <summary>
    /// Attempts of a run to open what one side sent with keys that a log has of any connection, where the other side, by which they are
    /// found, was not captured. A forgery costs an exception, so all together take about a second.
    /// </summary>
    public const int BlindTries = 32 * 1024;

    /// <summary>Bytes of RC4's key stream that are passed over to find the place of one record again: a tenth of a second.</summary>
    public const long SkippedStream = 16 * 1024 * 1024;

    /// <summary>Sequence numbers that are tried behind a gap: full records of 64 MiB that are missing.</summary>
    public const int SequenceTries = 4096;

    /// <summary>Sequence numbers that are tried where nothing is known to be missing.</summary>
    public const int SequenceTriesWithoutGap = 4;

    /// <summary>
    /// Attempts of one direction to find its place again. A forgery costs an exception, so a hostile stream must not buy many.
    /// </summary>
    public const int AllTries = 32 * 1024;

    /// <summary>Records that cannot be opened, one after the other, until the keys are taken to be wrong for this direction.</summary>
    public const int FailedRecords = 64;

    /// <summary>Certificates of a chain that are read; real ones have two to four.</summary>
    public const int Certificates = 10;

    /// <summary>Names of a certificate that are told; some have a few hundred.</summary>
    public const int CertificateNames = 100;

    /// <summary>Certificates whose facts are kept, as servers show the same to all their clients.</summary>
    public const int KnownCertificates = 1024;

    /// <summary>Alerts of a connection that are told; a connection has one or two.</summary>
    public const int Alerts = 10;

    /// <summary>Master secrets kept for connections that resume a session and are not in the key log.</summary>
    public const int ResumableSessions = 4096;
}
