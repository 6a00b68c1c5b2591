using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Analyzer.Servers.Hosting;

/// <summary>Judgements of a server's certificate that an agent can be given instead of the system's.</summary>
public static class CertificateChecks
{
    /// <summary>Anything goes: encrypted, but perhaps with somebody else.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "For mail between servers, and for who asks for it by an option.")]
    public static RemoteCertificateValidationCallback AcceptAny { get; } = (_, _, _, _) => true;

    /// <summary>Only what the certificates of a PEM file have signed, such as the one that the servers made for themselves.</summary>
    public static RemoteCertificateValidationCallback Trusting(string pemFile)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(pemFile);
        return (_, certificate, _, errors) =>
        {
            if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
            using var copy = new X509Certificate2(certificate);
            return chain.Build(copy);
        };
    }
}
