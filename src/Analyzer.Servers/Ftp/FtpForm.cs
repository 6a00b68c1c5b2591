using System.IO.Compression;

namespace Analyzer.Servers.Ftp;

/// <summary>How a file becomes octets on the data connection: TYPE and MODE, and what OPTS said of them.</summary>
sealed record FtpForm
{
    /// <summary>TYPE A: line ends are CRLF on the wire.</summary>
    public bool IsText { get; init; }

    /// <summary>MODE Z: the octets are a zlib stream (draft-preston-ftpext-deflate).</summary>
    public bool IsDeflated { get; init; }

    /// <summary>Of MODE Z, 0 to 9.</summary>
    public int Level { get; init; } = 6;

    /// <summary>What writes to the data connection in this form; disposing it leaves the connection open.</summary>
    public Stream Outgoing(Stream data) => IsDeflated ? new ZLibStream(data, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true) : data;

    /// <summary>What reads from the data connection in this form.</summary>
    public Stream Incoming(Stream data) => IsDeflated ? new ZLibStream(data, CompressionMode.Decompress, leaveOpen: true) : data;
}
