using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Records of a block cipher with an HMAC (RFC 5246 section 6.2.3.2), also with the MAC over what is encrypted (RFC 7366). In TLS 1.0
/// each record begins where the one before ended: its last block is the initialisation vector.
/// </summary>
sealed class CbcProtection : RecordProtection
{
    readonly SymmetricAlgorithm _cipher;
    readonly int _blockLength;
    readonly IncrementalHash _mac;
    readonly int _macLength;
    readonly bool _isMacOutside, _isChained;
    readonly byte[] _iv;

    public CbcProtection(CipherSuite suite, byte[] key, byte[] mac, byte[] iv, bool encryptsThenMacs, bool isChained)
    {
        _cipher = suite.Cipher == BulkCipher.TripleDesCbc ? CreateTripleDes() : Aes.Create();
        _cipher.Key = key;
        _blockLength = suite.BlockLength;
        _iv = new byte[_blockLength];
        _mac = IncrementalHash.CreateHMAC(suite.Mac, mac);
        (_macLength, _isMacOutside, _isChained) = (suite.MacLength, encryptsThenMacs, isChained);
        if (isChained) iv.CopyTo(_iv, 0);
    }

#pragma warning disable CA5350 // What was once encrypted so can be read only so.
    static TripleDES CreateTripleDes() => TripleDES.Create();

    /// <summary>The platform refuses such a key; nobody meets one by chance.</summary>
    public static bool IsRefused(CipherSuite suite, byte[] key) => suite.Cipher == BulkCipher.TripleDesCbc && TripleDES.IsWeakKey(key);
#pragma warning restore CA5350

    public override int Overhead => (_isChained ? 0 : _blockLength) + _macLength + 1;

    public override bool IsOverheadFixed => false;

    public override bool TryOpen(in TlsRecordView record, long sequence, Span<byte> content, out OpenedRecord opened)
    {
        opened = default;
        ReadOnlySpan<byte> fragment = record.Fragment;
        ReadOnlySpan<byte> outerMac = default;
        if (_isMacOutside)
        {
            if (fragment.Length < _macLength) return false;
            outerMac = fragment[^_macLength..];
            fragment = fragment[..^_macLength];
            if (!IsMac(_mac, outerMac, record, sequence, fragment)) return false;
        }
        ReadOnlySpan<byte> iv = _isChained ? _iv : fragment[..Math.Min(_blockLength, fragment.Length)];
        ReadOnlySpan<byte> cipher = _isChained ? fragment : fragment[iv.Length..];
        if (cipher.IsEmpty || cipher.Length % _blockLength != 0) return false;
        _cipher.DecryptCbc(cipher, iv, content, PaddingMode.None);
        if (!TryTakePadding(content[..cipher.Length], out int length)) return false;
        if (!_isMacOutside)
        {
            length -= _macLength;
            if (length < 0 || !IsMac(_mac, content.Slice(length, _macLength), record, sequence, content[..length])) return false;
        }
        opened = new OpenedRecord(record.Type, 0, length);
        return true;
    }

    // The last byte tells how many of the same value stand before it.
    static bool TryTakePadding(ReadOnlySpan<byte> text, out int length)
    {
        int padding = text[^1];
        length = text.Length - padding - 1;
        return length >= 0 && !text[length..].ContainsAnyExcept((byte)padding);
    }

    public override void Pass(ReadOnlySpan<byte> fragment)
    {
        if (_isMacOutside) fragment = fragment[..Math.Max(0, fragment.Length - _macLength)];
        if (_isChained && fragment.Length >= _blockLength) fragment[^_blockLength..].CopyTo(_iv);
    }

    public override void Dispose()
    {
        _cipher.Dispose();
        _mac.Dispose();
    }
}
