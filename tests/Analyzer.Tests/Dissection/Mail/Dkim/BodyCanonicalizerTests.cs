using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Mail.Dkim;

namespace Analyzer.Tests.Dissection.Mail.Dkim;

public sealed class BodyCanonicalizerTests
{
    static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    static string Hash(string body, bool isRelaxed, long? limit = null, int cut = int.MaxValue)
    {
        var canonicalizer = new BodyCanonicalizer(isRelaxed, limit);
        byte[] bytes = Bytes(body);
        for (int at = 0; at < bytes.Length; at += Math.Min(cut, bytes.Length - at)) canonicalizer.Append(bytes.AsSpan(at, Math.Min(cut, bytes.Length - at)));
        return Convert.ToBase64String(canonicalizer.Finish());
    }

    static string Sha256(string text) => Convert.ToBase64String(SHA256.HashData(Bytes(text)));

    [Theory]
    // RFC 6376 sections 3.4.3, 3.4.4 and appendix A.2.
    [InlineData("", false, "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=")]
    [InlineData("", true, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n", false, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=")]
    public void The_hashes_of_the_standard_come_out(string body, bool isRelaxed, string expected) => Assert.Equal(expected, Hash(body, isRelaxed));

    [Theory]
    // RFC 6376 section 3.4.5.
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", false, " C \r\nD \t E\r\n")]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", true, " C\r\nD E\r\n")]
    [InlineData("no end", false, "no end\r\n")]
    [InlineData("no end", true, "no end\r\n")]
    [InlineData("\r\n\r\n\r\n", false, "\r\n")]
    [InlineData("\r\n \t\r\n\r\n", true, "")]
    [InlineData("\r\n\r\ntext\r\n", false, "\r\n\r\ntext\r\n")]
    [InlineData("a\r\n\r\n\r\nb\r\n", true, "a\r\n\r\n\r\nb\r\n")]
    [InlineData(" \t a", true, " a\r\n")]
    [InlineData("unix\nlines\n", false, "unix\r\nlines\r\n")]
    [InlineData("a\rb\r\rc\r\r\n", false, "a\rb\r\rc\r\r\n")]
    [InlineData("a \r b\r", true, "a \r b\r\r\n")]
    public void A_body_is_made_ready_as_its_signer_did(string body, bool isRelaxed, string canonical)
    {
        Assert.Equal(Sha256(canonical), Hash(body, isRelaxed));
        for (int cut = 1; cut <= body.Length; cut++) Assert.Equal(Sha256(canonical), Hash(body, isRelaxed, cut: cut));
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", 5, "one\r\n")]
    [InlineData("one\r\ntwo\r\n", 7, "one\r\ntw")]
    [InlineData("one\r\ntwo\r\n", 0, "")]
    [InlineData("one\r\n", 500, "one\r\n")]
    public void Octets_beyond_the_signed_length_do_not_count(string body, int limit, string counted)
    {
        for (int cut = 1; cut <= body.Length; cut++) Assert.Equal(Sha256(counted), Hash(body, isRelaxed: false, limit, cut));
    }
}
