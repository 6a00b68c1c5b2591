using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Records of AES-CBC with an HMAC (RFC 5246 section 6.2.3.2), also with the MAC over what is encrypted (RFC 7366). In TLS 1.0 each
/// record begins where the one before ended: its last block is the initialisation vector.
/// </summary>
sealed class CbcProtection : RecordProtection
{
    const int BlockLength = 16;

    readonly Aes _aes;
    readonly IncrementalHash _mac;
    readonly int _macLength;
    readonly bool _isMacOutside, _isChained;
    readonly byte[] _iv = new byte[BlockLength];

    public CbcProtection(CipherSuite suite, byte[] key, byte[] mac, byte[] iv, bool encryptsThenMacs, bool isChained)
    {
        _aes = Aes.Create();
        _aes.Key = key;
        _mac = IncrementalHash.CreateHMAC(suite.Mac, mac);
        (_macLength, _isMacOutside, _isChained) = (suite.MacLength, encryptsThenMacs, isChained);
        if (isChained) iv.CopyTo(_iv, 0);
    }

    /// <summary>How long the initialisation vector of the key block is.</summary>
    public static int IvLength(bool isChained) => isChained ? BlockLength : 0;

    public override int Overhead => (_isChained ? 0 : BlockLength) + _macLength + 1;

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
            if (!IsMac(outerMac, record, sequence, fragment)) return false;
        }
        ReadOnlySpan<byte> iv = _isChained ? _iv : fragment[..Math.Min(BlockLength, fragment.Length)];
        ReadOnlySpan<byte> cipher = _isChained ? fragment : fragment[iv.Length..];
        if (cipher.IsEmpty || cipher.Length % BlockLength != 0) return false;
        _aes.DecryptCbc(cipher, iv, content, PaddingMode.None);
        if (!TryTakePadding(content[..cipher.Length], out int length)) return false;
        if (!_isMacOutside)
        {
            length -= _macLength;
            if (length < 0 || !IsMac(content.Slice(length, _macLength), record, sequence, content[..length])) return false;
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

    bool IsMac(ReadOnlySpan<byte> expected, in TlsRecordView record, long sequence, ReadOnlySpan<byte> text)
    {
        Span<byte> header = stackalloc byte[MacHeaderLength], mac = stackalloc byte[64];
        WriteHeader(header, sequence, record, text.Length);
        _mac.AppendData(header);
        _mac.AppendData(text);
        return expected.SequenceEqual(mac[.._mac.GetHashAndReset(mac)]);
    }

    public override void Pass(ReadOnlySpan<byte> fragment)
    {
        if (_isMacOutside) fragment = fragment[..Math.Max(0, fragment.Length - _macLength)];
        if (_isChained && fragment.Length >= BlockLength) fragment[^BlockLength..].CopyTo(_iv);
    }

    public override void Dispose()
    {
        _aes.Dispose();
        _mac.Dispose();
    }
}
