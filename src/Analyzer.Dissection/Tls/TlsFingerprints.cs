using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Analyzer.Dissection.Tls;

/// <summary>Fingerprints of hellos, by which programs are told apart: JA3 and JA3S, and JA4 for TLS over TCP.</summary>
static class TlsFingerprints
{
    /// <summary>JA3 of a client.</summary>
    public static string Ja3(ClientHello hello) =>
        Md5($"{hello.LegacyVersion},{Join(hello.Suites)},{Join(hello.Extensions)},{Join(hello.Groups)},{string.Join('-', hello.PointFormats)}");

    /// <summary>JA3S of a server.</summary>
    public static string Ja3S(ServerHello hello) => Md5($"{hello.LegacyVersion},{hello.Suite},{Join(hello.Extensions)}");

    static string Join(List<ushort> numbers) => string.Join('-', numbers);

    // The fingerprint is defined by this hash, and nothing is protected by it.
#pragma warning disable CA5351
    static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5351

    /// <summary>JA4 of a client: what it offers in short, and hashes of its suites and extensions in sorted order.</summary>
    public static string Ja4(ClientHello hello)
    {
        ushort version = hello.Versions.Count > 0 ? hello.Versions.Max() : hello.LegacyVersion;
        string name = version switch
        {
            TlsVersions.Ssl3 => "s3",
            TlsVersions.Tls10 => "10",
            TlsVersions.Tls11 => "11",
            TlsVersions.Tls12 => "12",
            TlsVersions.Tls13 => "13",
            _ => "00",
        };
        char destination = hello.Extensions.Contains(ExtensionType.ServerName) ? 'd' : 'i';
        string shape = string.Create(CultureInfo.InvariantCulture, $"t{name}{destination}{Math.Min(hello.Suites.Count, 99):00}{Math.Min(hello.Extensions.Count, 99):00}{ProtocolLetters(hello)}");
        return $"{shape}_{Truncated(Sorted(hello.Suites))}_{Truncated(ExtensionsOf(hello))}";
    }

    static string ProtocolLetters(ClientHello hello)
    {
        if (hello.Protocols.Count == 0 || hello.Protocols[0].Length == 0) return "00";
        byte[] name = hello.Protocols[0];
        bool isPlain = char.IsAsciiLetterOrDigit((char)name[0]) && char.IsAsciiLetterOrDigit((char)name[^1]);
        if (isPlain) return $"{(char)name[0]}{(char)name[^1]}";
        string hex = Convert.ToHexStringLower(name);
        return $"{hex[0]}{hex[^1]}";
    }

    static string ExtensionsOf(ClientHello hello)
    {
        string sorted = Sorted(hello.Extensions.Where(type => type is not (ExtensionType.ServerName or ExtensionType.Alpn)));
        return hello.SignatureAlgorithms.Count == 0 ? sorted : $"{sorted}_{string.Join(',', hello.SignatureAlgorithms.Select(Hex))}";
    }

    static string Sorted(IEnumerable<ushort> numbers) => string.Join(',', numbers.Order().Select(Hex));

    static string Hex(ushort number) => number.ToString("x4", CultureInfo.InvariantCulture);

    static string Truncated(string text) => text.Length == 0 ? "000000000000" : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 6));
}
