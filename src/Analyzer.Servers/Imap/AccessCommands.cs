using Analyzer.Servers.Accounts;
using Analyzer.Servers.Accounts.Sasl;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Imap;

/// <summary>Greeting, login and what changes the connection (RFC 9051, sections 6.1 to 6.3.1; RFC 2971; RFC 4978).</summary>
static class AccessCommands
{
    public static string Capability(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        session.Write("* CAPABILITY " + Capabilities.Of(session));
        return "OK CAPABILITY completed";
    }

    public static string Noop(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        return $"OK {command.Name} completed";
    }

    public static string Logout(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        session.Write("* BYE IMAP server signing off");
        session.IsOver = true;
        session.Select(null);
        return "OK LOGOUT completed";
    }

    public static string Id(ImapSession session, ImapCommand command)
    {
        command.Arguments.Space();
        command.Arguments.Skip();
        command.Arguments.End();
        session.Write("* ID (\"name\" \"Analyzer\")");
        return "OK ID completed";
    }

    public static string LogIn(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        string user = arguments.AString();
        arguments.Space();
        string password = arguments.AString();
        arguments.End();
        if (!session.MayLogIn) throw ImapRefusal.No("PRIVACYREQUIRED", "Say STARTTLS first");
        return Enter(session, session.Context.Accounts.Verify(user, password), "LOGIN");
    }

    public static async ValueTask<string> AuthenticateAsync(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        string name = arguments.Atom();
        byte[]? response = arguments.Try(' ') ? Decode(arguments.Rest) : null;
        if (!session.MayLogIn) throw ImapRefusal.No("PRIVACYREQUIRED", "Say STARTTLS first");
        SaslServer mechanism = SaslServer.Create(name, session.Context) ?? throw ImapRefusal.No("CANNOT", "There is no such mechanism");
        while (true)
        {
            SaslStep step = mechanism.Next(response);
            if (step.Challenge is not { } challenge) return Enter(session, step.Account, "AUTHENTICATE");
            session.Write("+ " + Convert.ToBase64String(challenge));
            await session.Channel.FlushAsync(session.Stop);
            string line = await session.Channel.ReadLineAsync(session.Stop) ?? throw new ChannelException(ChannelFailure.Broken);
            if (line == "*") throw ImapRefusal.Bad("Authentication cancelled");
            response = Decode(line);
        }
    }

    public static async ValueTask<string> StartTlsAsync(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        if (session.Channel.Tls is not null) throw ImapRefusal.Bad("TLS is on already");
        if (session.Context.Certificate is not { } certificate) throw ImapRefusal.No("UNAVAILABLE", "There is no certificate");
        await session.Channel.StartTlsAsServerAsync($"{command.Tag} OK Begin TLS negotiation", certificate, session.Stop);
        return "";
    }

    public static async ValueTask<string> CompressAsync(ImapSession session, ImapCommand command)
    {
        command.Arguments.Space();
        if (command.Arguments.Name() != "DEFLATE") throw ImapRefusal.No("CANNOT", "Only DEFLATE is known");
        command.Arguments.End();
        if (session.Channel.IsDeflated) throw ImapRefusal.No("COMPRESSIONACTIVE", "Compression is on already");
        session.Write($"{command.Tag} OK DEFLATE active");
        await session.Channel.FlushAsync(session.Stop);
        session.Channel.StartDeflate();
        return "";
    }

    public static string Enable(ImapSession session, ImapCommand command)
    {
        var enabled = new List<string>();
        while (command.Arguments.Try(' ') && !command.Arguments.IsAtEnd)
        {
            string name = command.Arguments.Name();
            if (name == "IMAP4REV2") session.IsRevision2 = true;
            else if (name == "CONDSTORE") session.KnowsModSeq = true;
            else continue;
            enabled.Add(name == "IMAP4REV2" ? "IMAP4rev2" : name);
        }
        session.Write(string.Join(' ', enabled.Prepend("* ENABLED")));
        return "OK ENABLE completed";
    }

    static string Enter(ImapSession session, Account? account, string command)
    {
        if (account is null) throw ImapRefusal.No("AUTHENTICATIONFAILED", "Login failed");
        session.LogIn(account);
        return $"OK [CAPABILITY {Capabilities.Of(session)}] {command} completed";
    }

    static byte[] Decode(string base64)
    {
        if (base64 == "=") return [];
        byte[] buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out int length) ? buffer[..length] : throw ImapRefusal.Bad("This is no base64");
    }
}
