namespace Analyzer.Servers.Ftp.Commands;

/// <summary>Access control: RFC 959 4.1.1.</summary>
static class LoginCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("USER", "<name>", UserAsync) { NeedsLogin = false },
        new("PASS", "[password]", PassAsync) { NeedsLogin = false },
        new("ACCT", "<account>", (session, _) => session.ReplyAsync("202 ACCT is superfluous here")) { NeedsLogin = false },
        new("REIN", "", ReinitialiseAsync) { NeedsLogin = false },
        new("QUIT", "", QuitAsync) { NeedsLogin = false },
        new("SMNT", "<path>", (session, _) => session.ReplyAsync("202 There is one file system here")),
    ];

    static ValueTask UserAsync(FtpSession session, string name)
    {
        if (session.Options.RequiresTls && session.Channel.Tls is null) throw new FtpRefusal("530 A login needs protection here: AUTH TLS comes first");
        FtpState anew = session.State.Anew();
        anew.User = name;
        session.State = anew;
        return session.ReplyAsync("331 Username OK, password required");
    }

    static ValueTask PassAsync(FtpSession session, string password)
    {
        FtpState state = session.State;
        if (state.User is null) throw new FtpRefusal("503 USER comes first");
        bool isAnonymous = session.Options.AllowsAnonymous && state.User.ToUpperInvariant() is "ANONYMOUS" or "FTP";
        if (!isAnonymous && session.Context.Accounts.Verify(state.User, password) is null)
        {
            state.User = null;
            return session.MistakeAsync("530 Login incorrect");
        }
        (state.IsLoggedIn, state.MayWrite) = (true, !isAnonymous);
        return session.ReplyAsync(isAnonymous ? "230 Guest logged in, to read" : $"230 User {state.User} logged in, proceed");
    }

    static async ValueTask ReinitialiseAsync(FtpSession session, string argument)
    {
        session.State = session.State.Anew();
        await session.LinkAsync(null);
        await session.ReplyAsync("220 Service ready for new user");
    }

    static ValueTask QuitAsync(FtpSession session, string argument)
    {
        session.IsOver = true;
        return session.ReplyAsync("221 Goodbye: service closing control connection");
    }
}
