using System.CommandLine;
using System.Net.Security;
using System.Security.Cryptography;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;

namespace Analyzer.Terminal.Commands;

/// <summary>The options that <c>ftp get</c>, <c>put</c> and <c>list</c> have in common.</summary>
sealed class FtpOptions
{
    readonly Option<string?> _user = new("--user") { HelpName = "NAME", Description = "log in as NAME (default: the URL's, else anonymous)" };
    readonly Option<string?> _password = new("--password") { HelpName = "WORD", Description = "the password (default: the URL's, else that in ANALYZER_PASSWORD)" };
    readonly Option<bool> _passive = new("--passive") { Description = "open data connections to the server (PASV, the default)" };
    readonly Option<bool> _active = new("--active") { Description = "let the server open data connections (PORT)" };
    readonly Option<bool> _extended = new("--extended") { Description = "by EPSV and EPRT (usual with IPv6)" };
    readonly Option<bool> _startTls = new("--starttls") { Description = "protect commands and data by AUTH TLS (ftps:// is TLS from the first octet)" };
    readonly Option<FileInfo?> _ca = new("--ca") { HelpName = "FILE", Description = "trust this certificate, such as certificate.pem of 'serve'" };
    readonly Option<bool> _insecure = new("--insecure") { Description = "trust any certificate" };
    readonly Option<bool> _compress = new("--compress") { Description = "compress on the wire (MODE Z)" };
    readonly Option<bool> _trace = new("--trace") { Description = "show the dialogue" };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "say nothing but what goes wrong" };

    /// <summary>Text instead of octets; for files.</summary>
    public Option<bool> Text { get; } = new("--ascii") { Description = "as text: line ends are CRLF on the wire and LF in files (TYPE A)" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_user, _password, _passive, _active, _extended, _startTls, _ca, _insecure, _compress, _trace, _quiet]) command.Add(option);
    }

    /// <exception cref="UsageException">They contradict one another.</exception>
    public FtpLogin Read(ParseResult result, FtpPlace place)
    {
        bool isActive = result.GetValue(_active), isExtended = result.GetValue(_extended);
        if (isActive && result.GetValue(_passive)) throw new UsageException("--active and --passive contradict one another");
        string user = result.GetValue(_user) ?? place.User ?? "anonymous";
        return new FtpLogin(place, user, result.GetValue(_password) ?? place.Password ?? Environment.GetEnvironmentVariable("ANALYZER_PASSWORD") ?? "anonymous@")
        {
            StartsTls = result.GetValue(_startTls),
            Compresses = result.GetValue(_compress),
            ShowsDialogue = result.GetValue(_trace),
            IsQuiet = result.GetValue(_quiet),
            Agent = new FtpAgentOptions
            {
                DataWay = isActive ? (isExtended ? FtpDataWay.ExtendedActive : FtpDataWay.Active) : isExtended ? FtpDataWay.ExtendedPassive : FtpDataWay.Passive,
                IsTlsImplicit = place.IsTlsImplicit,
                ServerName = place.Host,
                CertificateCheck = result.GetValue(_insecure) ? CertificateChecks.AcceptAny : result.GetValue(_ca) is { } file ? Trusting(file) : null,
            },
        };
    }

    static RemoteCertificateValidationCallback Trusting(FileInfo file)
    {
        try
        {
            return CertificateChecks.Trusting(file.FullName);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"--ca: {file} cannot be read, or holds no certificate");
        }
    }
}

/// <summary>Where to log in, as whom, and how to speak there.</summary>
sealed record FtpLogin(FtpPlace Place, string User, string Password)
{
    public required FtpAgentOptions Agent { get; init; }

    public bool StartsTls { get; init; }

    public bool Compresses { get; init; }

    public bool ShowsDialogue { get; init; }

    public bool IsQuiet { get; init; }
}
