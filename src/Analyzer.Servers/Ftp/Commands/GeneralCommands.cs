namespace Analyzer.Servers.Ftp.Commands;

/// <summary>About the server: RFC 959 4.1.3, FEAT (RFC 2389 3), HOST (RFC 7151).</summary>
static class GeneralCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("SYST", "", (session, _) => session.ReplyAsync("215 UNIX Type: L8")) { NeedsLogin = false },
        new("NOOP", "", (session, _) => session.ReplyAsync("200 NOOP command successful")) { NeedsLogin = false, IsForTransfers = true },
        new("FEAT", "", FeaturesAsync) { NeedsLogin = false },
        new("HELP", "[command]", HelpAsync) { NeedsLogin = false },
        new("SITE", "<HELP>", SiteAsync) { NeedsLogin = false },
        new("CLNT", "<name>", (session, _) => session.ReplyAsync("200 Noted")) { NeedsLogin = false },
        new("HOST", "<name>", HostAsync) { NeedsLogin = false },
    ];

    static ValueTask FeaturesAsync(FtpSession session, string argument)
    {
        string[] tls = session.Context.Certificate is null ? [] : ["AUTH TLS", "PBSZ", "PROT"];
        string facts = string.Concat(FtpListing.Facts.Select(fact => session.State.Facts.Contains(fact) ? fact + "*;" : fact + ";"));
        string[] features =
        [
            .. tls, "EPRT", "EPSV", HashCommands.Feature(session), "HOST", "MDTM", "MFMT", "MLST " + facts, "MODE Z", "RANG STREAM", "REST STREAM", "SIZE", "TVFS", "UTF8",
            .. HashCommands.OldNames,
        ];
        return session.ReplyAsync(211, "Extensions supported:", features, "End");
    }

    static ValueTask HelpAsync(FtpSession session, string argument)
    {
        if (argument.Length == 0)
        {
            IEnumerable<string> rows = FtpCommand.All.Select(known => known.Verb).Order(StringComparer.Ordinal).Chunk(8).Select(row => string.Join(' ', row));
            return session.ReplyAsync(214, "These commands are known:", rows, "HELP and one of them tells its syntax");
        }
        FtpCommand command = FtpCommand.Find(argument.ToUpperInvariant()) ?? throw new FtpRefusal($"501 {argument}: no such command");
        return session.ReplyAsync($"214 Syntax: {command.Verb} {command.Syntax}".TrimEnd());
    }

    static ValueTask SiteAsync(FtpSession session, string argument) =>
        argument.Equals("HELP", StringComparison.OrdinalIgnoreCase) ? session.ReplyAsync("214 This site has no commands of its own") : throw new FtpRefusal("504 This site has no such command");

    // RFC 7151 3.2: before USER only.
    static ValueTask HostAsync(FtpSession session, string name)
    {
        if (session.State.User is not null) throw new FtpRefusal("503 HOST comes before USER");
        bool isHere = name.Equals(session.Context.HostName, StringComparison.OrdinalIgnoreCase) || name.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        return isHere ? session.ReplyAsync($"220 {session.Context.HostName} FTP server ready") : throw new FtpRefusal("504 There is no such host here");
    }
}
