using System.CommandLine;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp;

namespace Analyzer.Terminal.Commands;

/// <summary>The arguments of <c>send</c>.</summary>
sealed class SendOptions
{
    readonly Argument<FileInfo?> _message = new("message") { HelpName = "FILE.eml", Description = "a whole message, instead of one made of --subject, --text and --attach", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string> _server = new("--server") { HelpName = "HOST:PORT", Description = "the mail server (default 127.0.0.1:25)", DefaultValueFactory = _ => "127.0.0.1" };
    readonly Option<string?> _from = new("--from") { HelpName = "ADDRESS", Description = "the sender, as a@b.c or 'Name <a@b.c>'" };
    readonly Option<string[]> _to = Addresses("--to", "a recipient (repeatable)");
    readonly Option<string[]> _cc = Addresses("--cc", "who gets a copy (repeatable)");
    readonly Option<string[]> _bcc = Addresses("--bcc", "who gets a copy that nobody is told of (repeatable)");
    readonly Option<string> _subject = new("--subject") { HelpName = "TEXT", DefaultValueFactory = _ => "", Description = "what it is about" };
    readonly Option<string?> _text = new("--text") { HelpName = "TEXT", Description = "the text; '-' reads it from standard input" };
    readonly Option<FileInfo[]> _attach = new("--attach") { HelpName = "FILE", Description = "a file to go with it (repeatable)" };
    readonly Option<bool> _startTls = new("--starttls") { Description = "encrypt, and give up if the server does not" };
    readonly Option<bool> _tls = new("--tls") { Description = "TLS from the first byte (port 465)" };
    readonly Option<FileInfo?> _ca = new("--ca") { HelpName = "FILE", Description = "trust this certificate, such as certificate.pem of 'serve'" };
    readonly Option<bool> _insecure = new("--insecure") { Description = "trust any certificate" };
    readonly Option<string?> _user = new("--user") { HelpName = "NAME", Description = "log in (the password: --password, or in ANALYZER_PASSWORD)" };
    readonly Option<string?> _password = new("--password") { HelpName = "WORD", Description = "the password" };
    readonly Option<string?> _mechanism = new("--auth") { HelpName = "MECH", Description = "PLAIN, LOGIN, CRAM-MD5 or SCRAM-SHA-256 (default: the strongest)" };
    readonly Option<string> _hello = new("--hello") { HelpName = "NAME", Description = "the name to greet with (default localhost)", DefaultValueFactory = _ => "localhost" };
    readonly Option<bool> _helo = new("--helo") { Description = "HELO instead of EHLO, as in the text-books: no extensions" };
    readonly Option<bool> _chunking = new("--chunking") { Description = "BDAT instead of DATA where the server can" };
    readonly Option<bool> _inTurn = new("--no-pipelining") { Description = "one command at a time" };
    readonly Option<NotifyWhen> _notify = new("--notify") { HelpName = "WHEN", Description = "ask for reports: never, success, failure, delay, with commas between" };

    public void AddTo(Command command)
    {
        command.Add(_message);
        foreach (Option option in (Option[])[_server, _from, _to, _cc, _bcc, _subject, _text, _attach, _startTls, _tls, _ca, _insecure, _user, _password, _mechanism, _hello, _helo, _chunking, _inTurn, _notify]) command.Add(option);
    }

    static Option<string[]> Addresses(string name, string description) => new(name) { HelpName = "ADDRESS", Description = description };

    /// <summary>Understands the arguments; a <see cref="UsageException"/> says what is wrong.</summary>
    public SendRequest Read(ParseResult result)
    {
        bool isTls = result.GetValue(_tls);
        (string host, int port) = Server(result.GetValue(_server)!, isTls ? 465 : 25);
        return new SendRequest
        {
            Host = host,
            Port = port,
            Message = result.GetValue(_message),
            From = result.GetValue(_from),
            To = result.GetValue(_to) ?? [],
            Cc = result.GetValue(_cc) ?? [],
            Bcc = result.GetValue(_bcc) ?? [],
            Subject = result.GetValue(_subject)!,
            Text = result.GetValue(_text),
            Attachments = result.GetValue(_attach) ?? [],
            UsesStartTls = result.GetValue(_startTls),
            IsTlsImplicit = isTls,
            CertificateCheck = Check(result.GetValue(_ca), result.GetValue(_insecure)),
            User = result.GetValue(_user),
            Password = result.GetValue(_password) ?? Environment.GetEnvironmentVariable("ANALYZER_PASSWORD") ?? "",
            Mechanism = result.GetValue(_mechanism),
            HelloName = result.GetValue(_hello)!,
            UsesHelo = result.GetValue(_helo),
            UsesChunking = result.GetValue(_chunking),
            Pipelines = !result.GetValue(_inTurn),
            Notify = result.GetValue(_notify),
        };
    }

    // "host", "host:port", "[v6]:port" and a bare IPv6 address.
    internal static (string Host, int Port) Server(string text, int usual)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon >= 0 && (text.IndexOf(':', StringComparison.Ordinal) == colon || text[..colon].EndsWith(']'));
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        if (!hasPort) return (host, usual);
        return ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? (host, port)
            : throw new UsageException($"--server: '{text}' is no HOST:PORT");
    }

    static RemoteCertificateValidationCallback? Check(FileInfo? authority, bool isInsecure)
    {
        if (isInsecure) return CertificateChecks.AcceptAny;
        try
        {
            return authority is null ? null : CertificateChecks.Trusting(authority.FullName);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"--ca: {authority!.Name} cannot be read as a certificate");
        }
    }
}
