namespace Analyzer.Servers.Ftp.Commands;

/// <summary>TLS: RFC 4217, with the words of RFC 2228.</summary>
static class SecurityCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("AUTH", "<mechanism>", AuthenticateAsync) { NeedsLogin = false },
        new("PBSZ", "<size>", BufferSizeAsync) { NeedsLogin = false },
        new("PROT", "<C|P>", ProtectAsync) { NeedsLogin = false },
        new("CCC", "", (session, _) => session.ReplyAsync(session.Channel.Tls is null ? "533 There is no protection to clear" : "534 The control connection stays protected")) { NeedsLogin = false },
    ];

    static async ValueTask AuthenticateAsync(FtpSession session, string mechanism)
    {
        if (mechanism.ToUpperInvariant() is not ("TLS" or "TLS-C" or "SSL" or "TLS-P")) throw new FtpRefusal("504 Only TLS is known here");
        if (session.Context.Certificate is not { } certificate) throw new FtpRefusal("431 There is no certificate: TLS is not available");
        if (session.Channel.Tls is not null) throw new FtpRefusal("503 This connection is protected already");
        await session.LinkAsync(null);
        await session.Channel.StartTlsAsServerAsync("234 Proceed with TLS", certificate, session.Stop);
        // RFC 4217 4.4: what was said before the protection does not count.
        session.State = new FtpState { ProtectsData = mechanism.ToUpperInvariant() is "SSL" or "TLS-P" };
    }

    static ValueTask BufferSizeAsync(FtpSession session, string size)
    {
        if (session.Channel.Tls is null) throw new FtpRefusal("503 AUTH TLS comes first");
        if (!uint.TryParse(size, out _)) throw new FtpRefusal("501 PBSZ takes a number");
        session.State.HasProtectionBuffer = true;
        return session.ReplyAsync("200 PBSZ=0");
    }

    static ValueTask ProtectAsync(FtpSession session, string level)
    {
        if (session.Channel.Tls is null) throw new FtpRefusal("503 AUTH TLS comes first");
        if (!session.State.HasProtectionBuffer) throw new FtpRefusal("503 PBSZ 0 comes first");
        if (level.ToUpperInvariant() is "S" or "E") throw new FtpRefusal("536 TLS protects wholly (P) or not at all (C)");
        if (level.ToUpperInvariant() is not ("C" or "P")) throw new FtpRefusal("504 PROT C or PROT P");
        session.State.ProtectsData = level is "P" or "p";
        return session.ReplyAsync(session.State.ProtectsData ? "200 Data connections are private" : "200 Data connections are clear");
    }
}
