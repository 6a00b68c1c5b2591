using System.Net.Security;
using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>How the records of a suite are protected.</summary>
enum BulkCipher
{
    /// <summary>In a way that is not read here.</summary>
    Other,

    AesGcm,
    AesCcm,
    ChaCha20Poly1305,
    AesCbc,
    TripleDesCbc,
    Rc4,

    /// <summary>Not encrypted, but authenticated.</summary>
    None,
}

/// <summary>A cipher suite by its number in the registry. All that is to know of it is told by its registered name.</summary>
sealed class CipherSuite
{
    static readonly Dictionary<ushort, CipherSuite> s_known = [];

    CipherSuite(ushort number)
    {
        Name = Enum.GetName((TlsCipherSuite)number) ?? $"0x{number:x4}";
        string name = Name + "_";
        bool isWide = name.Contains("AES_256_", StringComparison.Ordinal);
        KeyLength = isWide ? 32 : 16;
        if (name.Contains("_GCM_", StringComparison.Ordinal)) Cipher = BulkCipher.AesGcm;
        else if (name.Contains("_CCM_", StringComparison.Ordinal)) Cipher = BulkCipher.AesCcm;
        else if (name.Contains("_CBC_", StringComparison.Ordinal)) Cipher = BulkCipher.AesCbc;
        if (!name.Contains("AES_128_", StringComparison.Ordinal) && !isWide) Cipher = BulkCipher.Other;
        if (name.Contains("_CHACHA20_POLY1305_", StringComparison.Ordinal)) (Cipher, KeyLength) = (BulkCipher.ChaCha20Poly1305, 32);
        else if (name.Contains("_3DES_EDE_CBC_", StringComparison.Ordinal)) (Cipher, KeyLength) = (BulkCipher.TripleDesCbc, 24);
        else if (name.Contains("_WITH_RC4_128_", StringComparison.Ordinal)) Cipher = BulkCipher.Rc4;
        else if (name.Contains("_WITH_NULL_", StringComparison.Ordinal) && !name.EndsWith("_NULL_", StringComparison.Ordinal)) (Cipher, KeyLength) = (BulkCipher.None, 0);
        TagLength = name.Contains("_CCM_8_", StringComparison.Ordinal) ? 8 : 16;
        bool isSha384 = name.EndsWith("_SHA384_", StringComparison.Ordinal);
        Prf = isSha384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        (Mac, MacLength) = name switch
        {
            _ when isSha384 => (HashAlgorithmName.SHA384, 48),
            _ when name.EndsWith("_SHA256_", StringComparison.Ordinal) => (HashAlgorithmName.SHA256, 32),
            _ when name.EndsWith("_MD5_", StringComparison.Ordinal) => (HashAlgorithmName.MD5, 16),
            _ => (HashAlgorithmName.SHA1, 20),
        };
        Weakness = WeaknessOf(name);
    }

    /// <summary>Its registered name, such as <c>TLS_AES_128_GCM_SHA256</c>, or its number.</summary>
    public string Name { get; }

    public BulkCipher Cipher { get; }

    /// <summary>In bytes.</summary>
    public int KeyLength { get; }

    /// <summary>Of an AEAD cipher, in bytes.</summary>
    public int TagLength { get; }

    /// <summary>Of CBC, in bytes.</summary>
    public int BlockLength => Cipher == BulkCipher.TripleDesCbc ? 8 : 16;

    /// <summary>It has an HMAC of its own, being no AEAD cipher.</summary>
    public bool HasMac => Cipher is BulkCipher.AesCbc or BulkCipher.TripleDesCbc or BulkCipher.Rc4 or BulkCipher.None;

    /// <summary>Records of it can be read, here and on this platform.</summary>
    public bool IsRead => Cipher != BulkCipher.Other && AeadKey.IsSupported(Cipher);

    /// <summary>Of all but the AEAD ciphers.</summary>
    public HashAlgorithmName Mac { get; }

    /// <summary>In bytes.</summary>
    public int MacLength { get; }

    /// <summary>The hash of the key schedule, of TLS 1.2 and 1.3.</summary>
    public HashAlgorithmName Prf { get; }

    /// <summary>Why it protects badly; null when it does not.</summary>
    public string? Weakness { get; }

    /// <summary>The suite of that number.</summary>
    public static CipherSuite Of(ushort number)
    {
        lock (s_known)
        {
            if (s_known.TryGetValue(number, out CipherSuite? known)) return known;
            var made = new CipherSuite(number);
            s_known.Add(number, made);
            return made;
        }
    }

    static string? WeaknessOf(string name)
    {
        if (name.Contains("_NULL_", StringComparison.Ordinal)) return name.Contains("_WITH_NULL_", StringComparison.Ordinal) ? "it does not encrypt" : "nobody proves who he is";
        if (name.Contains("_anon_", StringComparison.Ordinal)) return "nobody proves who he is";
        if (name.Contains("_EXPORT", StringComparison.Ordinal)) return "its keys are short on purpose";
        if (name.Contains("_RC4_", StringComparison.Ordinal)) return "RC4 is broken";
        if (name.Contains("_DES_", StringComparison.Ordinal) || name.Contains("_DES40_", StringComparison.Ordinal)) return "DES is broken";
        if (name.Contains("_3DES_", StringComparison.Ordinal) || name.Contains("_RC2_", StringComparison.Ordinal) || name.Contains("_IDEA_", StringComparison.Ordinal)) return "its blocks are short";
        return name.EndsWith("_MD5_", StringComparison.Ordinal) ? "MD5 is broken" : null;
    }
}
