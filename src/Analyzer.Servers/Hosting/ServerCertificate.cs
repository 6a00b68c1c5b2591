using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Analyzer.Servers.Hosting;

/// <summary>The servers' certificate: made and signed by themselves, kept in a file so that agents can be told to trust it.</summary>
public sealed class ServerCertificate : IDisposable
{
    readonly X509Certificate2 _certificate;

    ServerCertificate(X509Certificate2 certificate)
    {
        _certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>As SslStream wants it.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Certificate and private key, as PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem() + "\n" + _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>A new one for the given host names (or addresses) and the loopback addresses, valid for ten years.</summary>
    public static ServerCertificate Create(IEnumerable<string> hosts, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(clock);
        string[] names = [.. hosts.Append("localhost").Distinct(StringComparer.OrdinalIgnoreCase)];
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }
        alternatives.AddIpAddress(IPAddress.Loopback);
        alternatives.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        // It is its own authority: a client that is given the file trusts it.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        DateTimeOffset now = clock.GetUtcNow();
        return new ServerCertificate(request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10)));
    }

    /// <summary>The one kept at <paramref name="path"/>; made and written there, readable by the owner alone, when there is none.</summary>
    public static ServerCertificate LoadOrCreate(string path, IEnumerable<string> hosts, TimeProvider clock)
    {
        if (File.Exists(path)) return new ServerCertificate(X509Certificate2.CreateFromPemFile(path));
        ServerCertificate made = Create(hosts, clock);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(made.Pem);
        return made;
    }

    /// <summary>Frees the certificate.</summary>
    public void Dispose() => _certificate.Dispose();
}
