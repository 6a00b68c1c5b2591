using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Tls;

public sealed class TlsDetailsTests
{
    static TlsDetails Without(string name)
    {
        TlsRecording recording = TlsRecording.Read(name);
        recording.Keys.Clear();
        return recording.Play().Details[^1];
    }

    [Theory]
    [InlineData("tls13-aes128-gcm", "TLSv1.3", "TLS_AES_128_GCM_SHA256")]
    [InlineData("tls13-chacha20", "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256")]
    [InlineData("tls13-ccm8", "TLSv1.3", "TLS_AES_128_CCM_8_SHA256")]
    [InlineData("tls12-gcm256", "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")]
    [InlineData("tls12-ccm8", "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8")]
    [InlineData("tls12-rsa", "TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("tls11-cbc", "TLSv1.1", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA")]
    [InlineData("tls10-cbc", "TLSv1.0", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")]
    public void Version_suite_and_name_are_known_without_keys(string name, string version, string cipher)
    {
        TlsDetails details = Without(name);

        Assert.Equal((version, cipher, "mail.example.test"), (details.Version, details.Cipher, details.ServerName));
    }

    // As tshark 4.0 tells them.
    [Theory]
    [InlineData("tls13-aes128-gcm", "f146948b4a599d4d7ddf071b74696983", "f4febc55ea12b31ae17cfb7e614afda8")]
    [InlineData("tls12-gcm128", "9afe3d001ad83d43b621654f775b8db7", "b8d072db1f2e5be0acbae44d5808eca0")]
    [InlineData("tls13-alpn", "9dffdb8b608a430b774a2ff7d36c1a0c", "15af977ce25de452b96affa2addb1036")]
    public void Fingerprints_are_those_that_others_tell(string name, string ja3, string ja3S)
    {
        TlsDetails details = Without(name);

        Assert.Equal((ja3, ja3S), (details.Ja3, details.Ja3S));
    }

    [Fact]
    public void The_newer_fingerprint_says_in_short_what_the_client_offers()
    {
        Assert.StartsWith("t13d0411p3_", Without("tls13-alpn").Ja4, StringComparison.Ordinal);
        Assert.StartsWith("t12d020700_", Without("tls12-gcm128").Ja4, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_are_in_clear_before_TLS_1_3()
    {
        TlsCertificate certificate = Assert.Single(Without("tls12-gcm128").Certificates);

        Assert.Equal(("CN=mail.example.test", "CN=mail.example.test", true), (certificate.Subject, certificate.Issuer, certificate.IsSelfSigned));
        Assert.Equal(["mail.example.test", "*.mail.example.test"], certificate.Names);
        Assert.Equal("EC 256", certificate.Key);
        Assert.Empty(Without("tls13-aes128-gcm").Certificates);
    }

    [Fact]
    public void With_keys_the_certificates_of_both_sides_are_known_in_TLS_1_3()
    {
        TlsDetails details = TlsRecording.Read("tls13-client-certificate").Play().Details[0];

        Assert.Single(details.Certificates);
        Assert.Single(details.ClientCertificates);
    }

    [Fact]
    public void The_protocol_of_the_application_is_known_with_keys()
    {
        TlsRecording recording = TlsRecording.Read("tls13-alpn");

        Assert.Equal("imap", recording.Play().Details[0].Alpn);
        Assert.Equal((null, 2), (Without("tls13-alpn").Alpn, Without("tls13-alpn").AlpnOffered.Count));
    }

    [Fact]
    public void A_refused_handshake_tells_its_alert()
    {
        TlsPlayback read = TlsRecording.Read("refused").Play();

        Assert.Equal(["server: fatal protocol_version"], read.Details[0].Alerts);
        Assert.Contains("tls-alert", read.Codes);
    }

    [Fact]
    public void Bytes_are_counted_each_way()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        TlsDetails details = recording.Play().Details[0];

        Assert.Equal(recording.Connections[0].Sum(chunk => chunk.Bytes.Length), details.ClientBytes + details.ServerBytes);
        Assert.Equal((TlsRecording.ClientText.Length, TlsRecording.ServerText.Length), (details.ClientPlainBytes, details.ServerPlainBytes));
    }

    [Theory]
    [InlineData("tls10-cbc", "tls-weak-version")]
    [InlineData("tls12-gcm128", "tls-certificate-self-signed")]
    public void What_is_weak_is_a_finding(string name, string code) => Assert.Contains(code, TlsRecording.Read(name).Play().Codes);
}
