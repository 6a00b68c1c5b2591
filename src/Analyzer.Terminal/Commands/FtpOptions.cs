using System.CommandLine;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;

namespace Analyzer.Terminal.Commands;

/// <summary>The options that <c>ftp get</c>, <c>put</c> and <c>list</c> have in common.</summary>
sealed class FtpOptions
{
    readonly Option<string?> _user = new("--user", "-u") { HelpName = "NAME", Description = "log in as NAME (default: the URL's, else anonymous)" };
    readonly Option<string?> _password = new("--password", "-p") { HelpName = "TEXT", Description = "with this password" };
    readonly Option<bool> _passive = new("--passive") { Description = "open data connections to the server (PASV, the default)" };
    readonly Option<bool> _active = new("--active") { Description = "let the server open data connections (PORT)" };
    readonly Option<bool> _extended = new("--extended") { Description = "by EPSV and EPRT (usual with IPv6)" };
    readonly Option<bool> _tls = new("--tls") { Description = "protect commands and data (AUTH TLS; ftps:// is TLS from the first octet)" };
    readonly Option<FileInfo?> _trust = new("--trust") { HelpName = "PEM", Description = "accept what this certificate has signed, such as certificate.pem of 'serve'" };
    readonly Option<bool> _insecure = new("--insecure") { Description = "accept any certificate" };
    readonly Option<bool> _compress = new("--compress") { Description = "compress on the wire (MODE Z)" };
    readonly Option<bool> _trace = new("--trace") { Description = "show the dialogue on standard error" };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress and no notes" };

    /// <summary>Text instead of octets; for files.</summary>
    public Option<bool> Text { get; } = new("--ascii") { Description = "as text: line ends are CRLF on the wire and LF in files (TYPE A)" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_user, _password, _passive, _active, _extended, _tls, _trust, _insecure, _compress, _trace, _quiet]) command.Add(option);
    }

    /// <exception cref="UsageException">They contradict one another.</exception>
    public FtpLogin Read(ParseResult result, FtpPlace place)
    {
        bool isActive = result.GetValue(_active), isExtended = result.GetValue(_extended);
        if (isActive && result.GetValue(_passive)) throw new UsageException("--active and --passive contradict one another");
        if (result.GetValue(_trust) is { Exists: false } missing) throw new UsageException($"--trust: there is no file {missing}");
        string user = result.GetValue(_user) ?? place.User ?? "anonymous";
        return new FtpLogin(place, user, result.GetValue(_password) ?? place.Password ?? "anonymous@")
        {
            UsesTls = result.GetValue(_tls),
            Compresses = result.GetValue(_compress),
            ShowsDialogue = result.GetValue(_trace),
            IsQuiet = result.GetValue(_quiet),
            Agent = new FtpAgentOptions
            {
                DataWay = isActive ? (isExtended ? FtpDataWay.ExtendedActive : FtpDataWay.Active) : isExtended ? FtpDataWay.ExtendedPassive : FtpDataWay.Passive,
                IsTlsImplicit = place.IsTlsImplicit,
                ServerName = place.Host,
                CertificateCheck = result.GetValue(_insecure) ? CertificateChecks.AcceptAny : result.GetValue(_trust) is { } pem ? CertificateChecks.Trusting(pem.FullName) : null,
            },
        };
    }
}

/// <summary>Where to log in, as whom, and how to speak there.</summary>
sealed record FtpLogin(FtpPlace Place, string User, string Password)
{
    public required FtpAgentOptions Agent { get; init; }

    public bool UsesTls { get; init; }

    public bool Compresses { get; init; }

    public bool ShowsDialogue { get; init; }

    public bool IsQuiet { get; init; }
}
