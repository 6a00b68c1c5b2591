using System.Buffers.Binary;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// AEAD records of TLS 1.2: AES-GCM and AES-CCM with a part of the nonce in each record (RFC 5288, RFC 6655), ChaCha20-Poly1305 without
/// (RFC 7905).
/// </summary>
sealed class AeadProtection(CipherSuite suite, byte[] key, byte[] iv) : RecordProtection
{
    const int ExplicitLength = 8;

    readonly AeadKey _key = new(suite, key);
    readonly int _explicit = suite.Cipher == BulkCipher.ChaCha20Poly1305 ? 0 : ExplicitLength;

    /// <summary>How long the part of the nonce is that the key block holds.</summary>
    public static int IvLength(CipherSuite suite) => suite.Cipher == BulkCipher.ChaCha20Poly1305 ? AeadKey.NonceLength : AeadKey.NonceLength - ExplicitLength;

    public override int Overhead => _explicit + _key.TagLength;

    public override bool IsOverheadFixed => true;

    public override bool TryOpen(in TlsRecordView record, long sequence, Span<byte> content, out OpenedRecord opened)
    {
        opened = default;
        ReadOnlySpan<byte> fragment = record.Fragment;
        int length = fragment.Length - Overhead;
        if (length < 0) return false;
        Span<byte> nonce = stackalloc byte[AeadKey.NonceLength], header = stackalloc byte[MacHeaderLength];
        iv.CopyTo(nonce);
        if (_explicit > 0) fragment[.._explicit].CopyTo(nonce[^_explicit..]);
        else Nonces.Mix(nonce, sequence);
        WriteHeader(header, sequence, record, length);
        opened = new OpenedRecord(record.Type, 0, length);
        return _key.TryOpen(nonce, fragment[_explicit..], header, content);
    }

    public override void Dispose() => _key.Dispose();
}

/// <summary>Nonces that are made of a fixed value and the record's number (RFC 8446 section 5.3).</summary>
static class Nonces
{
    /// <summary>Puts the number into a nonce.</summary>
    public static void Mix(Span<byte> nonce, long sequence)
    {
        Span<byte> last = nonce[^8..];
        BinaryPrimitives.WriteInt64BigEndian(last, BinaryPrimitives.ReadInt64BigEndian(last) ^ sequence);
    }
}
