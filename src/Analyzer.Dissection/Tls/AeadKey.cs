using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>One key of an AEAD cipher.</summary>
sealed class AeadKey : IDisposable
{
    public const int NonceLength = 12;

    readonly AesGcm? _gcm;
    readonly AesCcm? _ccm;
    readonly ChaCha20Poly1305? _chaCha;

    public AeadKey(CipherSuite suite, byte[] key)
    {
        TagLength = suite.TagLength;
        if (suite.Cipher == BulkCipher.AesGcm) _gcm = new AesGcm(key, TagLength);
        else if (suite.Cipher == BulkCipher.AesCcm) _ccm = new AesCcm(key);
        else _chaCha = new ChaCha20Poly1305(key);
    }

    /// <summary>In bytes.</summary>
    public int TagLength { get; }

    /// <summary>Whether this platform has the cipher.</summary>
    public static bool IsSupported(BulkCipher cipher) => cipher switch
    {
        BulkCipher.AesGcm => AesGcm.IsSupported,
        BulkCipher.AesCcm => AesCcm.IsSupported,
        BulkCipher.ChaCha20Poly1305 => ChaCha20Poly1305.IsSupported,
        _ => true,
    };

    /// <summary>Decrypts what is followed by its tag. False: it is not authentic.</summary>
    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associated, Span<byte> content)
    {
        ReadOnlySpan<byte> cipher = sealedBytes[..^TagLength], tag = sealedBytes[^TagLength..];
        try
        {
            if (_gcm is not null) _gcm.Decrypt(nonce, cipher, tag, content[..cipher.Length], associated);
            else if (_ccm is not null) _ccm.Decrypt(nonce, cipher, tag, content[..cipher.Length], associated);
            else _chaCha!.Decrypt(nonce, cipher, tag, content[..cipher.Length], associated);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _gcm?.Dispose();
        _ccm?.Dispose();
        _chaCha?.Dispose();
    }
}
