using System.Globalization;
using System.Text.Json;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

static partial class JsonRecord
{
    // The fields of a session that tell of its TLS.
    static void Tls(Utf8JsonWriter json, TlsDetails tls)
    {
        json.Text("tls_version"u8, tls.Version);
        json.Text("tls_cipher"u8, tls.Cipher);
        json.Text("tls_server_name"u8, tls.ServerName);
        json.Text("tls_alpn"u8, tls.Alpn);
        if (tls.AlpnOffered.Count > 0) json.Texts("tls_alpn_offered"u8, tls.AlpnOffered);
        json.Text("tls_ja3"u8, tls.Ja3);
        json.Text("tls_ja3s"u8, tls.Ja3S);
        json.Text("tls_ja4"u8, tls.Ja4);
        if (tls.Version is not null) json.WriteBoolean("tls_resumed"u8, tls.IsResumed);
        if (tls.HasEarlyData) json.WriteBoolean("tls_early_data"u8, true);
        if (tls.Certificates.Count > 0) Certificates(json, "tls_certificates"u8, tls.Certificates);
        if (tls.ClientCertificates.Count > 0) Certificates(json, "tls_client_certificates"u8, tls.ClientCertificates);
        if (tls.Alerts.Count > 0) json.Texts("tls_alerts"u8, tls.Alerts);
        json.WriteNumber("tls_client_bytes"u8, tls.ClientBytes);
        json.WriteNumber("tls_server_bytes"u8, tls.ServerBytes);
        if (tls.ClientPlainBytes + tls.ServerPlainBytes == 0) return;
        json.WriteNumber("tls_client_plain_bytes"u8, tls.ClientPlainBytes);
        json.WriteNumber("tls_server_plain_bytes"u8, tls.ServerPlainBytes);
    }

    // The fields of a host that tell of its TLS.
    static void Tls(Utf8JsonWriter json, TlsHost tls)
    {
        json.WriteNumber("tls_sessions"u8, tls.Sessions);
        json.WriteNumber("tls_bytes"u8, tls.Bytes);
        if (tls.Versions.Count > 0) json.Texts("tls_versions"u8, tls.Versions);
        if (tls.Ciphers.Count > 0) json.Texts("tls_ciphers"u8, tls.Ciphers);
        if (tls.ServerNames.Count > 0) json.Texts("tls_server_names"u8, tls.ServerNames);
        if (tls.Ja3.Count > 0) json.Texts("tls_ja3"u8, tls.Ja3);
        if (tls.Ja4.Count > 0) json.Texts("tls_ja4"u8, tls.Ja4);
        if (tls.Ja3S.Count > 0) json.Texts("tls_ja3s"u8, tls.Ja3S);
        if (tls.Certificates.Count > 0) Certificates(json, "tls_certificates"u8, tls.Certificates);
    }

    // Where the records lie that something was read out of.
    static void Origin(Utf8JsonWriter json, ReadOnlySpan<byte> name, TlsOrigin? origin)
    {
        if (origin is not { } records) return;
        json.WriteStartObject(name);
        json.WriteNumber("offset"u8, records.Offset);
        json.WriteNumber("length"u8, records.Length);
        json.WriteStartArray("packets"u8);
        json.WriteNumberValue(records.FirstPacket);
        json.WriteNumberValue(records.LastPacket);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Certificates(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<TlsCertificate> chain)
    {
        json.WriteStartArray(name);
        foreach (TlsCertificate certificate in chain)
        {
            json.WriteStartObject();
            json.Text("subject"u8, certificate.Subject);
            json.Text("issuer"u8, certificate.Issuer);
            if (certificate.Names.Count > 0) json.Texts("names"u8, certificate.Names);
            json.Text("not_before"u8, DateOf(certificate.NotBefore));
            json.Text("not_after"u8, DateOf(certificate.NotAfter));
            json.WriteBoolean("self_signed"u8, certificate.IsSelfSigned);
            json.Text("key"u8, certificate.Key);
            json.Text("signature"u8, certificate.Signature);
            json.Text("sha256"u8, certificate.Sha256);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static string DateOf(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
