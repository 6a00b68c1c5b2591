using Analyzer.Servers.Accounts.Sasl;

namespace Analyzer.Servers.Imap;

/// <summary>What the server says that it can do, which depends on how far the session is.</summary>
static class Capabilities
{
    static readonly string[] s_always =
    [
        "IMAP4rev1", "IMAP4rev2", "LITERAL+", "SASL-IR", "ID", "ENABLE", "IDLE", "NAMESPACE", "UIDPLUS", "MOVE", "UNSELECT", "CHILDREN", "BINARY",
        "CONDSTORE", "ESEARCH", "SEARCHRES", "WITHIN", "LIST-EXTENDED", "LIST-STATUS", "STATUS=SIZE", "SPECIAL-USE", "CREATE-SPECIAL-USE",
        "QUOTA", "QUOTA=RES-STORAGE", "QUOTASET",
    ];

    public static string Of(ImapSession session)
    {
        IEnumerable<string> names = s_always;
        if (session.User is null && session.MayStartTls) names = names.Append("STARTTLS");
        if (session.User is null && session.MayLogIn) names = names.Concat(SaslServer.Mechanisms.Select(name => "AUTH=" + name));
        if (session.User is null && !session.MayLogIn) names = names.Append("LOGINDISABLED");
        if (!session.Channel.IsDeflated) names = names.Append("COMPRESS=DEFLATE");
        return string.Join(' ', names);
    }
}
