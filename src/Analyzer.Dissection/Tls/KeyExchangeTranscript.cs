using System.Buffers;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// The handshake of TLS 1.2 or before up to the client's key exchange, to which an extended master secret is bound (RFC 7627 section 3).
/// Kept by sides, as packets may have changed places: first the client's hello, then all of the server, then the rest of the client.
/// </summary>
sealed class KeyExchangeTranscript
{
    /// <summary>Two messages of the longest kind; chains of certificates are far shorter.</summary>
    const int MaxLength = 2 * TlsLimits.HandshakeMessage;

    readonly ArrayBufferWriter<byte> _hello = new(), _server = new(), _client = new();
    bool _hasEndedServer, _isTooLong;

    /// <summary>The client has sent its part in the key, or nothing is to be expected.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The beginning of the client's part in the key as it was encrypted with the server's RSA key; empty when there is none.</summary>
    public byte[] Encrypted { get; private set; } = [];

    /// <summary>The client has sent a hello.</summary>
    public bool HasHello => _hello.WrittenCount > 0;

    /// <summary>The next message of a side.</summary>
    public void Add(byte type, ReadOnlySpan<byte> message, bool isClient)
    {
        if (HasEnded && _hasEndedServer) return;
        if (type == HandshakeType.ClientHello) Write(_hello, type, message);
        else if (isClient && !HasEnded) Write(_client, type, message);
        else if (!isClient && !_hasEndedServer) Write(_server, type, message);
        _hasEndedServer |= type == HandshakeType.ServerHelloDone;
        if (type != HandshakeType.ClientKeyExchange || HasEnded) return;
        ReadOnlySpan<byte> encrypted = new TlsParser(message).Vector16();
        if (encrypted.Length >= KeyLogLine.EncryptedName) Encrypted = encrypted[..KeyLogLine.EncryptedName].ToArray();
        HasEnded = true;
    }

    void Write(ArrayBufferWriter<byte> side, byte type, ReadOnlySpan<byte> message)
    {
        _isTooLong |= _hello.WrittenCount + _server.WrittenCount + _client.WrittenCount + message.Length > MaxLength;
        if (_isTooLong) return;
        side.Write([type, (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length]);
        side.Write(message);
    }

    /// <summary>The client uses its keys: what has not come by now will not, as in a session that is taken up.</summary>
    public void End() => HasEnded = true;

    /// <summary>All of it; null when something is missing.</summary>
    public byte[]? ToBytes() => HasHello && HasEnded && _hasEndedServer && !_isTooLong ? [.. _hello.WrittenSpan, .. _server.WrittenSpan, .. _client.WrittenSpan] : null;
}
