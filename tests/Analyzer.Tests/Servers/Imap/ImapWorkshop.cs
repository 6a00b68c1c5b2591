using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap;

namespace Analyzer.Tests.Servers.Imap;

/// <summary>IMAP servers to try.</summary>
static class ImapWorkshop
{
    /// <summary>Three messages: plain, multipart, and one that is not ASCII.</summary>
    public const string Plain = """
        Date: Fri, 20 Nov 2026 09:30:00 +0100
        From: Alice <alice@crepes.fr>
        To: bob@hamburger.edu
        Subject: Picture of a crepe
        Message-ID: <1@crepes.fr>

        Do you like ketchup?
        How about pickles?

        """;

    public const string Multipart = """
        From: alice@crepes.fr
        Subject: Two parts
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        preamble
        --b
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Une cr=EApe
        --b
        Content-Type: image/gif; name=crepe.gif
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename=crepe.gif

        R0lGODlhAQA=
        --b--
        epilogue

        """;

    public static Task<ServerWorkshop> StartAsync(ServerLimits? limits = null, params string[] faults) =>
        ServerWorkshop.StartAsync((context, store) => new ImapServer(context, new ImapServerOptions { Store = store }), limits, faults);

    public static async Task<ServerWorkshop> StartWithMailAsync(params string[] faults)
    {
        ServerWorkshop server = await StartAsync(null, faults);
        await server.DeliverAsync(Plain);
        await server.DeliverAsync(Multipart);
        return server;
    }

    public static async Task<ScriptedClient> LogInAsync(this ServerWorkshop server, string user = "bob hungry")
    {
        ScriptedClient client = await server.ConnectAsync();
        await client.PlayAsync($"S: * OK [CAPABILITY ...] IMAP server ready\nC: a LOGIN {user}\nS: a OK [CAPABILITY ...] LOGIN completed");
        return client;
    }

    public static async Task<ScriptedClient> SelectAsync(this ServerWorkshop server, string command = "SELECT INBOX")
    {
        ScriptedClient client = await server.LogInAsync();
        await client.PlayAsync($"C: s {command}\nS: ...\nS: s OK ...");
        return client;
    }
}
