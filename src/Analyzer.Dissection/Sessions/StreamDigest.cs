using System.Security.Cryptography;
using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Sessions;

/// <summary>Reads a connection's streams for nothing but their hashes: reassembly alone, as <c>analyzer streams</c> shows it.</summary>
sealed class StreamDigest : IStreamConsumer
{
    readonly IncrementalHash _client = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly IncrementalHash _server = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Lower-case hex, once the connection is closed.</summary>
    public string? Client { get; private set; }

    /// <summary>Lower-case hex, once the connection is closed.</summary>
    public string? Server { get; private set; }

    public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet) =>
        (from == Direction.FromClient ? _client : _server).AppendData(data);

    public void OnGap(Direction from, long missing, Timestamp time)
    {
        // The hash is over what was delivered; the record says how much was not.
    }

    public void OnClosed(CloseReason reason, Timestamp time)
    {
        Client = Convert.ToHexStringLower(_client.GetHashAndReset());
        Server = Convert.ToHexStringLower(_server.GetHashAndReset());
        _client.Dispose();
        _server.Dispose();
    }
}
