using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>Records of TLS 1.3 (RFC 8446 section 5.2): the content type stands behind the content, and padding behind that.</summary>
sealed class Tls13Protection : RecordProtection
{
    readonly AeadKey _key;
    readonly byte[] _iv;

    public Tls13Protection(CipherSuite suite, byte[] secret)
    {
        HashAlgorithmName hash = suite.Prf;
        _key = new AeadKey(suite, TlsKeySchedule.ExpandLabel(hash, secret, "key", suite.KeyLength));
        _iv = TlsKeySchedule.ExpandLabel(hash, secret, "iv", AeadKey.NonceLength);
    }

    public override int Overhead => _key.TagLength + 1;

    public override bool IsOverheadFixed => true;

    public override bool TryOpen(in TlsRecordView record, long sequence, Span<byte> content, out OpenedRecord opened)
    {
        opened = default;
        if (record.Fragment.Length < Overhead) return false;
        Span<byte> nonce = stackalloc byte[AeadKey.NonceLength];
        _iv.CopyTo(nonce);
        Nonces.Mix(nonce, sequence);
        if (!_key.TryOpen(nonce, record.Fragment, record.Header, content)) return false;
        int last = content[..(record.Fragment.Length - _key.TagLength)].LastIndexOfAnyExcept((byte)0);
        opened = last < 0 ? default : new OpenedRecord(content[last], 0, last);
        return true;
    }

    public override void Dispose() => _key.Dispose();
}
