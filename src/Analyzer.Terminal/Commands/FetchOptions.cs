using System.CommandLine;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Analyzer.Servers.Hosting;

namespace Analyzer.Terminal.Commands;

/// <summary>The arguments of <c>fetch</c>.</summary>
sealed partial class FetchOptions
{
    readonly Argument<string> _url = new("URL") { Description = "pop3://[USER[:PASSWORD]@]HOST[:PORT] or imap://[USER[:PASSWORD]@]HOST[:PORT]/FOLDER; pop3s, imaps: TLS from the first octet" };
    readonly Option<DirectoryInfo?> _output = new("--output", "-o") { HelpName = "DIR", Description = "write each message to a file in DIR (default: all to standard output)" };
    readonly Option<bool> _list = new("--list") { Description = "only list the messages, and IMAP's folders" };
    readonly Option<bool> _keep = new("--keep") { Description = "leave the messages on the server (the default)" };
    readonly Option<bool> _delete = new("--delete") { Description = "remove from the server what was fetched" };
    readonly Option<string?> _folder = new("--folder") { HelpName = "NAME", Description = "IMAP: the folder (default: the URL's, else INBOX)" };
    readonly Option<string?> _search = new("--search") { HelpName = "KEYS", Description = "IMAP: only messages that the server finds, such as 'UNSEEN FROM alice'" };
    readonly Option<bool> _headers = new("--headers") { Description = "only the headers" };
    readonly Option<string?> _part = new("--part") { HelpName = "N", Description = "IMAP: only that part, decoded: 2, or 2.1 for a part within a part" };
    readonly Option<bool> _startTls = new("--starttls") { Description = "encrypt, and give up if the server does not" };
    readonly Option<FileInfo?> _ca = new("--ca") { HelpName = "FILE", Description = "trust this certificate, such as certificate.pem of 'serve'" };
    readonly Option<bool> _insecure = new("--insecure") { Description = "trust any certificate" };
    readonly Option<bool> _compress = new("--compress") { Description = "IMAP: compress on the wire (COMPRESS=DEFLATE)" };
    readonly Option<string?> _user = new("--user", "-u") { HelpName = "NAME", Description = "log in as NAME (the password: --password, or in ANALYZER_PASSWORD)" };
    readonly Option<string?> _password = new("--password", "-p") { HelpName = "WORD", Description = "the password" };
    readonly Option<string?> _mechanism = new("--auth") { HelpName = "MECH", Description = "PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-256, or APOP for POP3 (default: name and password as they are)" };
    readonly Option<bool> _trace = new("--trace") { Description = "show the dialogue on standard error" };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress and no notes" };

    public void AddTo(Command command)
    {
        command.Add(_url);
        foreach (Option option in (Option[])[_output, _list, _keep, _delete, _folder, _search, _headers, _part, _startTls, _ca, _insecure, _compress, _user, _password, _mechanism, _trace, _quiet]) command.Add(option);
    }

    /// <exception cref="UsageException">They make no sense, or contradict one another.</exception>
    public FetchRequest Read(ParseResult result)
    {
        var place = FetchPlace.Parse(result.GetValue(_url)!);
        if (result.GetValue(_folder) is { } folder) place = place with { Folder = folder };
        var request = new FetchRequest
        {
            Place = place,
            User = result.GetValue(_user) ?? place.User ?? throw new UsageException("say who you are: --user NAME, or USER@ in the URL"),
            Password = result.GetValue(_password) ?? place.Password ?? Environment.GetEnvironmentVariable("ANALYZER_PASSWORD") ?? "",
            Mechanism = result.GetValue(_mechanism),
            UsesStartTls = result.GetValue(_startTls),
            Compresses = result.GetValue(_compress),
            OnlyLists = result.GetValue(_list),
            Deletes = result.GetValue(_delete),
            OnlyHeaders = result.GetValue(_headers),
            Part = result.GetValue(_part),
            Search = result.GetValue(_search),
            Output = result.GetValue(_output),
            ShowsDialogue = result.GetValue(_trace),
            IsQuiet = result.GetValue(_quiet),
            Agent = new AgentOptions { IsTlsImplicit = place.IsTlsImplicit, ServerName = place.Host, CertificateCheck = Check(result.GetValue(_ca), result.GetValue(_insecure)) },
        };
        return Contradiction(request, result.GetValue(_keep)) is { } problem ? throw new UsageException(problem) : request;
    }

    static string? Contradiction(FetchRequest request, bool keeps)
    {
        if (keeps && request.Deletes) return "--keep and --delete contradict one another";
        if (request.Deletes && (request.OnlyHeaders || request.Part is not null || request.OnlyLists)) return "--delete is for whole messages: what is not fetched would be lost";
        if (request.OnlyHeaders && request.Part is not null) return "--headers and --part contradict one another";
        if (request.Part is { } part && !PartNumber().IsMatch(part)) return $"--part: '{part}' is no number such as 2 or 2.1";
        if (request.UsesStartTls && request.Place.IsTlsImplicit) return "--starttls: TLS begins with the connection there already";
        if (request.Search is { } keys && keys.Any(char.IsControl)) return "--search: the keys are one line";
        if (request.Place.IsImap) return null;
        if (request.Place.Folder.Length > 0) return "POP3 has no folders";
        string? lacking = request.Part is not null ? "--part" : request.Search is not null ? "--search" : request.Compresses ? "--compress" : null;
        return lacking is null ? null : $"POP3 has no {lacking}: use imap://";
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

    [GeneratedRegex(@"^[1-9][0-9]{0,5}(\.[1-9][0-9]{0,5}){0,30}\z")]
    private static partial Regex PartNumber();
}
