using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Analyzer.Dissection.Tls;

/// <summary>Derives the keys of records from the secrets of a connection.</summary>
static class TlsKeySchedule
{
    const int MasterLength = 48;

    /// <summary>How long the secrets are that a hash gives, in bytes.</summary>
    public static int LengthOf(HashAlgorithmName hash) => hash == HashAlgorithmName.SHA384 ? 48 : 32;

    /// <summary>The key block of TLS 1.2 and before (RFC 5246 section 6.3).</summary>
    public static byte[] KeyBlock(ushort version, HashAlgorithmName prf, byte[] master, byte[] clientRandom, byte[] serverRandom, int length) =>
        Prf(version, prf, master, "key expansion"u8, [.. serverRandom, .. clientRandom], length);

    /// <summary>The master secret from a pre-master secret (RFC 5246 section 8.1).</summary>
    public static byte[] Master(ushort version, HashAlgorithmName prf, byte[] preMaster, byte[] clientRandom, byte[] serverRandom) =>
        Prf(version, prf, preMaster, "master secret"u8, [.. clientRandom, .. serverRandom], MasterLength);

    /// <summary>The extended master secret, which is bound to the handshake up to the client's key exchange (RFC 7627 section 4).</summary>
    public static byte[] ExtendedMaster(ushort version, HashAlgorithmName prf, byte[] preMaster, ReadOnlySpan<byte> handshake)
    {
        byte[] hash = version >= TlsVersions.Tls12
            ? CryptographicOperations.HashData(prf, handshake)
            : [.. CryptographicOperations.HashData(HashAlgorithmName.MD5, handshake), .. CryptographicOperations.HashData(HashAlgorithmName.SHA1, handshake)];
        return Prf(version, prf, preMaster, "extended master secret"u8, hash, MasterLength);
    }

    // RFC 5246 section 5; before TLS 1.2 MD5 and SHA-1 each take half of the secret (RFC 4346 section 5).
    static byte[] Prf(ushort version, HashAlgorithmName prf, byte[] secret, ReadOnlySpan<byte> label, byte[] seed, int length)
    {
        byte[] output = new byte[length];
        byte[] labelled = [.. label, .. seed];
        if (version >= TlsVersions.Tls12)
        {
            Expand(prf, secret, labelled, output);
            return output;
        }
        int half = (secret.Length + 1) / 2;
        byte[] other = new byte[length];
        Expand(HashAlgorithmName.MD5, secret[..half], labelled, output);
        Expand(HashAlgorithmName.SHA1, secret[^half..], labelled, other);
        for (int i = 0; i < length; i++) output[i] ^= other[i];
        return output;
    }

    static void Expand(HashAlgorithmName hash, byte[] secret, byte[] seed, Span<byte> output)
    {
        byte[] a = CryptographicOperations.HmacData(hash, secret, seed);
        byte[] input = new byte[a.Length + seed.Length];
        seed.CopyTo(input, a.Length);
        while (!output.IsEmpty)
        {
            a.CopyTo(input, 0);
            byte[] block = CryptographicOperations.HmacData(hash, secret, input);
            int part = Math.Min(block.Length, output.Length);
            block.AsSpan(0, part).CopyTo(output);
            output = output[part..];
            a = CryptographicOperations.HmacData(hash, secret, a);
        }
    }

    /// <summary>HKDF-Expand-Label of TLS 1.3 without a context (RFC 8446 section 7.1).</summary>
    public static byte[] ExpandLabel(HashAlgorithmName hash, byte[] secret, string label, int length)
    {
        byte[] name = Encoding.ASCII.GetBytes("tls13 " + label);
        byte[] info = new byte[2 + 1 + name.Length + 1];
        BinaryPrimitives.WriteUInt16BigEndian(info, (ushort)length);
        info[2] = (byte)name.Length;
        name.CopyTo(info, 3);
        return HKDF.Expand(hash, secret, length, info);
    }
}
