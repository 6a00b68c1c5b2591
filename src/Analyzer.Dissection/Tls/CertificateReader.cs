using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Reads what certificates say. They come from the wire: one that cannot be read is left out. Nothing is verified, as that would need the
/// world outside of the capture.
/// </summary>
sealed class CertificateReader
{
    readonly Dictionary<string, TlsCertificate?> _known = [];

    /// <summary>The certificates of a Certificate message (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2).</summary>
    public List<TlsCertificate> Read(ReadOnlySpan<byte> message, bool isTls13)
    {
        List<TlsCertificate> chain = [];
        var parser = new TlsParser(message);
        if (isTls13) parser.Vector8();
        var entries = new TlsParser(parser.Vector24());
        while (!entries.IsEmpty && chain.Count < TlsLimits.Certificates)
        {
            ReadOnlySpan<byte> encoded = entries.Vector24();
            if (isTls13) entries.Vector16();
            if (entries.IsBroken || encoded.IsEmpty) break;
            if (ReadOne(encoded) is { } certificate) chain.Add(certificate);
        }
        return chain;
    }

    /// <summary>The same of a CompressedCertificate message (RFC 8879); zlib and Brotli are read.</summary>
    public List<TlsCertificate> ReadCompressed(ReadOnlySpan<byte> message)
    {
        var parser = new TlsParser(message);
        ushort algorithm = parser.UInt16();
        int length = parser.UInt24();
        byte[] compressed = parser.Vector24().ToArray();
        if (parser.IsBroken || length > TlsLimits.HandshakeMessage || algorithm is not (1 or 2)) return [];
        byte[] inflated = new byte[length];
        try
        {
            using var source = new MemoryStream(compressed, writable: false);
            using Stream inflater = algorithm == 1 ? new ZLibStream(source, CompressionMode.Decompress) : new BrotliStream(source, CompressionMode.Decompress);
            inflater.ReadExactly(inflated);
        }
        catch (Exception problem) when (problem is InvalidDataException or InvalidOperationException or IOException)
        {
            return [];
        }
        return Read(inflated, isTls13: true);
    }

    TlsCertificate? ReadOne(ReadOnlySpan<byte> encoded)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(encoded));
        if (_known.TryGetValue(hash, out TlsCertificate? known)) return known;
        TlsCertificate? read = Parse(encoded, hash);
        if (_known.Count < TlsLimits.KnownCertificates) _known.Add(hash, read);
        return read;
    }

    static TlsCertificate? Parse(ReadOnlySpan<byte> encoded, string hash)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(encoded);
            return new TlsCertificate
            {
                Subject = certificate.Subject,
                Issuer = certificate.Issuer,
                Names = NamesOf(certificate),
                NotBefore = certificate.NotBefore.ToUniversalTime(),
                NotAfter = certificate.NotAfter.ToUniversalTime(),
                IsSelfSigned = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData),
                Key = KeyOf(certificate),
                Signature = certificate.SignatureAlgorithm.FriendlyName,
                Sha256 = hash,
            };
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    static List<string> NamesOf(X509Certificate2 certificate)
    {
        List<string> names = [];
        try
        {
            foreach (X509SubjectAlternativeNameExtension extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
            {
                names.AddRange(extension.EnumerateDnsNames().Take(TlsLimits.CertificateNames));
                names.AddRange(extension.EnumerateIPAddresses().Take(TlsLimits.CertificateNames).Select(address => address.ToString()));
            }
        }
        catch (CryptographicException)
        {
            // The other facts of the certificate stand.
        }
        return names;
    }

    static string? KeyOf(X509Certificate2 certificate)
    {
        try
        {
            using RSA? rsa = certificate.GetRSAPublicKey();
            if (rsa is not null) return string.Create(CultureInfo.InvariantCulture, $"RSA {rsa.KeySize}");
            using ECDsa? ec = certificate.GetECDsaPublicKey();
            if (ec is not null) return string.Create(CultureInfo.InvariantCulture, $"EC {ec.KeySize}");
            return certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value;
        }
        catch (Exception problem) when (problem is CryptographicException or NotSupportedException)
        {
            return null;
        }
    }
}
