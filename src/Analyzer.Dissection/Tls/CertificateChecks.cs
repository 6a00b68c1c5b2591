using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>What a person should know of a server's certificate, as far as the capture alone can tell.</summary>
static class CertificateChecks
{
    const int WeakRsa = 2048, WeakEc = 224;

    /// <summary>Looks at the server's own certificate, which stands first.</summary>
    /// <param name="chain">At least one.</param>
    /// <param name="serverName">The host that the client asked for, if it did.</param>
    /// <param name="time">When it was shown.</param>
    public static IEnumerable<(string Code, Severity Severity, string Text)> Of(IReadOnlyList<TlsCertificate> chain, string? serverName, Timestamp time)
    {
        TlsCertificate own = chain[0];
        if (time.IsKnown)
        {
            DateTime shown = DateTime.UnixEpoch.AddTicks(time.Nanoseconds / 100);
            if (shown > own.NotAfter) yield return ("tls-certificate-expired", Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"the server's certificate was valid until {own.NotAfter:yyyy-MM-dd}"));
            if (shown < own.NotBefore) yield return ("tls-certificate-early", Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"the server's certificate is valid only from {own.NotBefore:yyyy-MM-dd} on"));
        }
        if (own.IsSelfSigned) yield return ("tls-certificate-self-signed", Severity.Info, "the server's certificate vouches for itself");
        if (IsWeak(own.Key)) yield return ("tls-certificate-weak", Severity.Warning, $"the key of the server's certificate is short: {own.Key}");
        bool isWeakHash = own.Signature is { } signature && (signature.Contains("md5", StringComparison.OrdinalIgnoreCase) || signature.Contains("sha1", StringComparison.OrdinalIgnoreCase));
        if (isWeakHash && !own.IsSelfSigned) yield return ("tls-certificate-weak", Severity.Warning, $"the server's certificate is signed with {own.Signature}");
        if (serverName is not null && !IsFor(own, serverName)) yield return ("tls-certificate-name", Severity.Warning, $"the server's certificate is not for {serverName}, which the client asked for");
    }

    static bool IsWeak(string? key)
    {
        string[] words = key?.Split(' ') ?? [];
        if (words.Length != 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size)) return false;
        return words[0] == "RSA" ? size < WeakRsa : words[0] == "EC" && size < WeakEc;
    }

    // RFC 6125 section 6.4; without alternative names the common name still counts for many clients.
    static bool IsFor(TlsCertificate own, string host)
    {
        if (own.Names.Count > 0) return own.Names.Any(name => Matches(name, host));
        return own.Subject.Split(',').Select(part => part.Trim()).Any(part => part.StartsWith("CN=", StringComparison.Ordinal) && Matches(part[3..], host));
    }

    static bool Matches(string pattern, string host)
    {
        if (string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase)) return true;
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && pattern.StartsWith("*.", StringComparison.Ordinal) && string.Equals(pattern[1..], host[dot..], StringComparison.OrdinalIgnoreCase);
    }
}
