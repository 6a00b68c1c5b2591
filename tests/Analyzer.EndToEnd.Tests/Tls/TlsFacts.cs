using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text.Json;
using Analyzer.EndToEnd.Tests.Servers;

namespace Analyzer.EndToEnd.Tests.Tls;

/// <summary>What can be known of an encrypted connection without its keys, in words that can be compared.</summary>
/// <param name="Version">The number that stands on the wire.</param>
/// <param name="Suite">The number of the suite.</param>
/// <param name="ServerName">What the client asked for.</param>
/// <param name="Certificates">SHA-256 of each that the server showed.</param>
sealed record TlsFacts(int Version, int Suite, string ServerName, string Certificates)
{
    /// <summary>As this program tells it, by connection.</summary>
    public static async Task<SortedDictionary<string, TlsFacts>> OfAnalyzer(string capture)
    {
        Finished told = await AnalyzerCommand.Run("sessions", capture, "--json", "--quiet");
        var facts = new SortedDictionary<string, TlsFacts>(StringComparer.Ordinal);
        foreach (JsonElement session in told.Of("session").Where(session => session.Text("tls_version") is not null))
        {
            facts[$"{EndOf(session.GetProperty("client"))} {EndOf(session.GetProperty("server"))}"] = new TlsFacts(
                session.Text("tls_version") switch { "SSLv3" => 0x300, "TLSv1.0" => 0x301, "TLSv1.1" => 0x302, "TLSv1.2" => 0x303, "TLSv1.3" => 0x304, _ => 0 },
                (int)Enum.Parse<TlsCipherSuite>(session.Text("tls_cipher")!),
                session.Text("tls_server_name") ?? "",
                string.Join(' ', session.List("tls_certificates").Select(certificate => certificate.Text("sha256"))));
        }
        return facts;
    }

    static string EndOf(JsonElement end) => $"{end.Text("ip")} {end.Number("port")}";

    /// <summary>As tshark tells it, by connection; the first handshake of each counts.</summary>
    public static async Task<SortedDictionary<string, TlsFacts>> OfTshark(string capture)
    {
        const string fields = "ip.src ipv6.src tcp.srcport ip.dst ipv6.dst tcp.dstport tls.handshake.type tls.handshake.version tls.handshake.extensions.supported_version tls.handshake.ciphersuite tls.handshake.extensions_server_name tls.handshake.certificate";
        Finished told = await OtherProgram.Run("tshark", ["-r", capture, "-n", "-Y", "tls.handshake.type in {1,2,11}", "-T", "fields", "-E", "separator=/t", .. fields.Split(' ').SelectMany(field => new[] { "-e", field })]);
        var facts = new SortedDictionary<string, TlsFacts>(StringComparer.Ordinal);
        foreach (string line in told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] field = [.. line.Split('\t').Select(value => value.Trim())];
            string from = $"{field[0]}{field[1]} {field[2]}", to = $"{field[3]}{field[4]} {field[5]}";
            string[] types = field[6].Split(',');
            if (types.Contains("1")) facts.TryAdd($"{from} {to}", new TlsFacts(0, 0, field[10], ""));
            string connection = $"{to} {from}";
            if (!facts.TryGetValue(connection, out TlsFacts? known)) continue;
            if (types.Contains("2") && known.Version == 0) known = known with { Version = Number(field[8].Length > 0 ? field[8] : field[7]), Suite = Number(field[9]) };
            if (types.Contains("11") && known.Certificates.Length == 0) known = known with { Certificates = string.Join(' ', field[11].Split(',').Select(Hash)) };
            facts[connection] = known;
        }
        return facts;
    }

    static int Number(string text) => int.Parse(text.Split(',')[0].Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static string Hash(string certificate) => Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(certificate.Replace(":", "", StringComparison.Ordinal))));
}
