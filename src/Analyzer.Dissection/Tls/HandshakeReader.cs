using System.Buffers;

namespace Analyzer.Dissection.Tls;

/// <summary>Takes a handshake message without its header. Borrowed: valid during the call.</summary>
delegate void HandshakeSink(byte type, ReadOnlySpan<byte> message);

/// <summary>
/// Puts handshake messages of one direction together: one may lie in many records, and one record may hold many (RFC 8446 section 5.1).
/// </summary>
sealed class HandshakeReader(HandshakeSink sink)
{
    const int HeaderLength = 4;

    readonly byte[] _header = new byte[HeaderLength];
    ArrayBufferWriter<byte>? _held;
    int _headerLength, _left;
    bool _isTooLong;

    /// <summary>A message that is longer than is read was passed over.</summary>
    public bool HasLeftOut { get; private set; }

    /// <summary>The next bytes.</summary>
    public void Push(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_headerLength == 0 && data.Length >= HeaderLength && HeaderLength + LengthOf(data) <= data.Length)
            {
                // The usual case: it is there whole.
                int whole = HeaderLength + LengthOf(data);
                ReadOnlySpan<byte> message = data[..whole];
                data = data[whole..];
                sink(message[0], message[HeaderLength..]);
                continue;
            }
            data = Gather(data);
        }
    }

    ReadOnlySpan<byte> Gather(ReadOnlySpan<byte> data)
    {
        if (_headerLength < HeaderLength)
        {
            int part = Math.Min(HeaderLength - _headerLength, data.Length);
            data[..part].CopyTo(_header.AsSpan(_headerLength));
            _headerLength += part;
            data = data[part..];
            if (_headerLength < HeaderLength) return data;
            _left = LengthOf(_header);
            _isTooLong = _left > TlsLimits.HandshakeMessage;
            HasLeftOut |= _isTooLong;
        }
        int rest = Math.Min(_left, data.Length);
        if (!_isTooLong && rest > 0) (_held ??= new ArrayBufferWriter<byte>()).Write(data[..rest]);
        _left -= rest;
        if (_left == 0) Complete();
        return data[rest..];
    }

    void Complete()
    {
        ArrayBufferWriter<byte>? held = _held;
        bool isTooLong = _isTooLong;
        Reset();
        if (!isTooLong) sink(_header[0], held is null ? default : held.WrittenSpan);
    }

    static int LengthOf(ReadOnlySpan<byte> header) => header[1] << 16 | header[2] << 8 | header[3];

    /// <summary>Something is lost: what was begun will not be finished.</summary>
    public void Reset() => (_held, _headerLength, _left, _isTooLong) = (null, 0, 0, false);
}
