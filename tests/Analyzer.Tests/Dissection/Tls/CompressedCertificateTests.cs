using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>RFC 8879.</summary>
public sealed class CompressedCertificateTests
{
    const ushort Zlib = 1, Brotli = 2, Zstandard = 3;

    static readonly byte[] s_certificate = Certificate();

    static byte[] Certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail.example.test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(60));
        return certificate.RawData;
    }

    static byte[] Length24(int length) => [(byte)(length >> 16), (byte)(length >> 8), (byte)length];

    // The Certificate message of TLS 1.3: no context, one certificate without extensions.
    static byte[] Message() => [0, .. Length24(s_certificate.Length + 5), .. Length24(s_certificate.Length), .. s_certificate, 0, 0];

    static byte[] Compress(ushort algorithm, byte[] message, int? length = null)
    {
        var compressed = new MemoryStream();
        using (Stream packer = algorithm == Brotli ? new BrotliStream(compressed, CompressionLevel.Optimal, true) : new ZLibStream(compressed, CompressionLevel.Optimal, true)) packer.Write(message);
        byte[] number = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(number, algorithm);
        return [.. number, .. Length24(length ?? message.Length), .. Length24((int)compressed.Length), .. compressed.ToArray()];
    }

    [Theory]
    [InlineData(Zlib)]
    [InlineData(Brotli)]
    public void A_compressed_chain_is_read(ushort algorithm)
    {
        TlsCertificate read = Assert.Single(new CertificateReader().ReadCompressed(Compress(algorithm, Message())));

        Assert.Equal(("CN=mail.example.test", Convert.ToHexStringLower(SHA256.HashData(s_certificate))), (read.Subject, read.Sha256));
    }

    [Theory]
    [InlineData(Zstandard, null)]
    [InlineData(Zlib, 100_000)]
    [InlineData(Brotli, 0xFFFFFF)]
    [InlineData(Zlib, 3)]
    public void What_is_of_another_kind_or_not_so_long_is_left_out(ushort algorithm, int? length) =>
        Assert.Empty(new CertificateReader().ReadCompressed(Compress(algorithm, Message(), length)));

    [Fact]
    public void Damage_leaves_it_out()
    {
        byte[] whole = Compress(Zlib, Message());
        for (int cut = 0; cut < whole.Length; cut += 3)
        {
            byte[] damaged = [.. whole];
            damaged[cut] ^= 0x55;
            Assert.InRange(new CertificateReader().ReadCompressed(whole.AsSpan(0, cut)).Count + new CertificateReader().ReadCompressed(damaged).Count, 0, 1);
        }
    }
}
