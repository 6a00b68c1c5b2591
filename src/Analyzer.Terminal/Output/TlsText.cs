using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>What is known of TLS, in words.</summary>
static class TlsText
{
    /// <summary>In one line: <c>TLSv1.3 TLS_AES_256_GCM_SHA384, mail.example.test, CN=mail.example.test, 1.2 kB sent, 3.4 kB received</c>.</summary>
    public static string Line(TlsDetails tls)
    {
        string?[] parts =
        [
            $"{tls.Version ?? "TLS"} {tls.Cipher}".TrimEnd(),
            tls.ServerName,
            tls.Certificates is [TlsCertificate own, ..] ? own.Subject : null,
            Bytes(tls),
        ];
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    static string Bytes(TlsDetails tls) => $"{Quantity.Bytes(tls.ClientBytes)} sent, {Quantity.Bytes(tls.ServerBytes)} received";

    /// <summary>Each fact with its name; what is not known is left out.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(TlsDetails tls)
    {
        long plain = tls.ClientPlainBytes + tls.ServerPlainBytes;
        string how = tls.IsResumed ? ", an earlier session taken up" : "";
        string early = tls.HasEarlyData ? ", data with the first flight" : "";
        List<(string Name, string? Value)> facts =
        [
            ("version", tls.Version is null ? null : tls.Version + how + early),
            ("suite", tls.Cipher),
            ("asked for", tls.ServerName),
            ("ALPN", tls.Alpn ?? (tls.AlpnOffered.Count > 0 ? $"offered: {string.Join(", ", tls.AlpnOffered)}" : null)),
            ("JA3", tls.Ja3),
            ("JA3S", tls.Ja3S),
            ("JA4", tls.Ja4),
            ("bytes", Bytes(tls) + (plain > 0 ? $"; decrypted {Quantity.Bytes(tls.ClientPlainBytes)} and {Quantity.Bytes(tls.ServerPlainBytes)}" : "")),
        ];
        facts.AddRange(tls.Certificates.Select((certificate, i) => (i == 0 ? "shows" : "vouched by", (string?)Certificate(certificate))));
        facts.AddRange(tls.ClientCertificates.Take(1).Select(certificate => ("client is", (string?)Certificate(certificate))));
        facts.AddRange(tls.Alerts.Select(alert => ("alert", (string?)alert)));
        return facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => (fact.Name, fact.Value!));
    }

    /// <summary>A certificate in one line.</summary>
    public static string Certificate(TlsCertificate certificate)
    {
        string names = certificate.Names.Count == 0 ? "" : $" for {string.Join(", ", certificate.Names)}";
        string issuer = certificate.IsSelfSigned ? ", self-signed" : $", by {certificate.Issuer}";
        return string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject}{names}{issuer}, {certificate.Key}, {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}");
    }
}
