namespace Analyzer.Capture.Sources.Formats;

/// <summary>Takes the secrets out of decryption secrets blocks (draft-ietf-opsawg-pcapng section 4.7).</summary>
internal sealed class PcapNgSecrets
{
    /// <summary>Bytes of secrets kept of a capture: the key log of some hundred thousand TLS connections.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    const int HeaderLength = 8;

    long _bytes;

    /// <summary>Adds the secrets of a block's body to the description. False: they are longer than the block.</summary>
    public bool TryTake(ReadOnlySpan<byte> body, ByteOrder order, CaptureDescription description, long offset)
    {
        if (body.Length < HeaderLength) return false;
        uint length = order.U32(body[4..]);
        if (length > (uint)(body.Length - HeaderLength)) return false;
        // An empty block costs memory too.
        _bytes += body.Length;
        if (_bytes <= MaxBytes) description.Add(new DecryptionSecrets(order.U32(body), body.Slice(HeaderLength, (int)length).ToArray()));
        else description.Add(CaptureRemarkKind.TooManySecrets, offset);
        return true;
    }
}
