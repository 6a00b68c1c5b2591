using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap;

namespace Analyzer.Tests.Servers.Imap;

public sealed class ImapAccessTests
{
    [Fact]
    public async Task A_session_from_greeting_to_logout()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();

        await server.PlayAsync("""
            S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ ... STARTTLS AUTH=SCRAM-SHA-256 ... AUTH=LOGIN COMPRESS=DEFLATE] IMAP server ready
            C: a1 LOGIN bob hungry
            S: a1 OK [CAPABILITY IMAP4rev1 ...] LOGIN completed
            C: a2 CAPABILITY
            S: * CAPABILITY ...
            S: a2 OK CAPABILITY completed
            C: a3 NOOP
            S: a3 OK NOOP completed
            C: a4 ID ("name" "test" "version" NIL)
            S: * ID ("name" "Analyzer")
            S: a4 OK ID completed
            C: a5 ID NIL
            S: * ID ("name" "Analyzer")
            S: a5 OK ID completed
            C: a6 NAMESPACE
            S: * NAMESPACE (("" "/")) NIL NIL
            S: a6 OK NAMESPACE completed
            C: a7 ENABLE CONDSTORE IMAP4rev2 X-UNKNOWN
            S: * ENABLED CONDSTORE IMAP4rev2
            S: a7 OK ENABLE completed
            C: a8 logout
            S: * BYE IMAP server signing off
            S: a8 OK LOGOUT completed
            S: (end)
            """);
    }

    [Theory]
    [InlineData("LOGIN bob wrong", "NO [AUTHENTICATIONFAILED] Login failed")]
    [InlineData("LOGIN bob", "BAD A word is missing")]
    [InlineData("LOGIN bob hungry now", "BAD There is a word too many")]
    [InlineData("SELECT INBOX", "BAD Log in first")]
    [InlineData("FETCH 1 FLAGS", "BAD Log in first")]
    [InlineData("NONSENSE", "BAD There is no such command")]
    [InlineData("UID", "BAD A word is missing")]
    [InlineData("AUTHENTICATE NONSENSE", "NO [CANNOT] There is no such mechanism")]
    [InlineData("AUTHENTICATE PLAIN AGJvYgB3cm9uZw==", "NO [AUTHENTICATIONFAILED] Login failed")]
    [InlineData("AUTHENTICATE PLAIN !", "BAD This is no base64")]
    [InlineData("APPEND INBOX {3}", "BAD Log in first")]
    public async Task What_cannot_be_done_before_the_login_is_refused(string command, string reply)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();

        await server.PlayAsync($"S: * OK ...\nC: a {command}\nS: a {reply}\nC: b NOOP\nS: b OK ...");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("+ NOOP")]
    [InlineData("tag")]
    [InlineData("(a) NOOP")]
    public async Task A_line_that_is_no_command_is_refused(string line)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();

        await server.PlayAsync($"S: * OK ...\nC: {line}\nS: ... BAD ...\nC: b NOOP\nS: b OK ...");
    }

    [Fact]
    public async Task User_and_password_may_be_literals_that_wait_or_do_not()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();

        await server.PlayAsync("S: * OK ...\nC: a LOGIN {3}\nS: + Ready for literal data\nC: bob {6}\nS: + Ready for literal data\nC: hungry\nS: a OK ...");
        await server.PlayAsync("S: * OK ...\nC: a LOGIN {3+}\nC: bob {6+}\nC: hungry\nS: a OK ...");
    }

    [Fact]
    public async Task Authenticate_plain_takes_its_response_at_once_or_when_asked_and_can_be_cancelled()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        string response = Convert.ToBase64String("\0bob\0hungry"u8);

        await server.PlayAsync($"S: * OK ...\nC: a AUTHENTICATE PLAIN {response}\nS: a OK ...");
        await server.PlayAsync($"S: * OK ...\nC: a AUTHENTICATE PLAIN\nS: + \nC: *\nS: a BAD Authentication cancelled\nC: b AUTHENTICATE PLAIN\nS: + \nC: {response}\nS: b OK ...");
    }

    [Fact]
    public async Task Starttls_drops_what_came_before_and_is_offered_once()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();

        await server.PlayAsync("""
            S: * OK ...
            C: a STARTTLS
            S: a OK Begin TLS negotiation
            C: (tls)
            C: b STARTTLS
            S: b BAD TLS is on already
            C: c LOGIN bob hungry
            S: c OK ...
            """);
    }

    [Fact]
    public async Task Without_tls_nobody_logs_in_where_it_is_required()
    {
        await using ServerWorkshop server = await ServerWorkshop.StartAsync((context, store) => new ImapServer(context, new ImapServerOptions { Store = store, RequiresTls = true }));

        await server.PlayAsync("S: * OK [CAPABILITY ... LOGINDISABLED ...\nC: a LOGIN bob hungry\nS: a NO [PRIVACYREQUIRED] ...\nC: b STARTTLS\nS: b OK ...\nC: (tls)\nC: c LOGIN bob hungry\nS: c OK ...");
    }

    [Fact]
    public async Task After_compress_both_directions_are_deflated_also_under_tls()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        const string Rest = "C: a LOGIN bob hungry\nS: a OK ...\nC: b COMPRESS DEFLATE\nS: b OK DEFLATE active\nC: (deflate)\nC: c NOOP\nS: c OK ...\nC: d COMPRESS DEFLATE\nS: d NO [COMPRESSIONACTIVE] ...\nC: e LOGOUT\nS: * BYE ...\nS: e OK ...\nS: (end)";

        await server.PlayAsync("S: * OK ...\n" + Rest);
        await server.PlayAsync("S: * OK ...\nC: t STARTTLS\nS: t OK ...\nC: (tls)\n" + Rest);
    }

    [Fact]
    public async Task Commands_may_come_all_at_once()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.ConnectAsync();

        await client.SendAsync("a LOGIN bob hungry\r\nb SELECT INBOX\r\nc FETCH 1 UID\r\nd LOGOUT\r\n");

        await client.PlayAsync("S: * OK ...\nS: a OK ...\nS: ...\nS: b OK ...\nS: * 1 FETCH (UID 1)\nS: c OK ...\nS: * BYE ...\nS: d OK ...\nS: (end)");
    }

    [Fact]
    public async Task A_client_that_makes_too_many_mistakes_is_sent_away()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync(new ServerLimits { MaxMistakes = 2 });

        await server.PlayAsync("S: * OK ...\nC: a X\nS: a BAD ...\nC: b X\nS: b BAD ...\nS: * BYE Too many mistakes\nS: (end)");
    }

    [Fact]
    public async Task A_literal_that_is_too_large_is_refused_before_it_comes()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync(new ServerLimits { MaxMessage = 1000 });
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync("C: a LOGIN {1000000}\nS: a NO [LIMIT] ...\nC: b APPEND INBOX {1001}\nS: b NO [TOOBIG] ...\nC: c NOOP\nS: c OK ...");
    }

    [Fact]
    public async Task A_refused_literal_that_does_not_wait_is_passed_over()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.SendAsync("a APPEND Nowhere {12+}\r\nb LOGOUT\r\n\r\n\r\nc NOOP\r\n");

        await client.PlayAsync("S: a NO [TRYCREATE] ...\nS: c OK ...");
    }

    [Fact]
    public async Task A_command_of_endless_literals_ends()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.ConnectAsync();

        await client.SendAsync("a LOGIN" + string.Concat(Enumerable.Repeat(" {1+}\r\nx", 200)) + "\r\nb NOOP\r\n");

        await client.PlayAsync("S: * OK ...\nS: a NO [LIMIT] ...\nS: b OK ...");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync(new ServerLimits { MaxLine = 100 });

        await server.PlayAsync($"S: * OK ...\nC: a LOGIN {new string('x', 200)}\nS: * BAD The line is too long\nC: b NOOP\nS: b OK ...");
    }

    [Fact]
    public async Task Faults_speak_instead_of_the_server()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync("imap.noop#1:reply=NO not now", "imap.fetch:literal=always", "imap.check:reply=* BYE tired");
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("C: a NOOP\nS: a NO not now\nC: b NOOP\nS: b OK ...\nC: c FETCH 1 ENVELOPE\nS: * 1 FETCH (ENVELOPE ({31}\nS: Fri, 20 Nov 2026 09:30:00 +0100 {18}\nS: Picture of a crepe ...\nS: ...\nS: c OK ...\nC: d CHECK\nS: * BYE tired\nS: (end)");
    }

    [Fact]
    public async Task A_fault_cuts_the_content_of_a_fetch()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync("imap.fetch:cut=10");
        using ScriptedClient client = await server.SelectAsync();

        await client.SendAsync("a FETCH 1 BODY[TEXT]\r\n");

        await client.PlayAsync("S: * 1 FETCH (BODY[TEXT] {42}\nS: Do you lik\nS: (end)");
    }

    [Fact]
    public async Task The_server_says_bye_when_it_stops()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();
        await client.PlayAsync("C: a IDLE\nS: + idling");

        ValueTask stopping = server.Host.DisposeAsync();

        await client.PlayAsync("S: * BYE The server stops\nS: (end)");
        await stopping;
    }

    [Fact]
    public async Task Mailbox_names_are_told_in_the_form_that_the_client_knows()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync("""
            C: a CREATE "&AVI-ufs & more"
            S: a BAD The mailbox name is no modified UTF-7
            C: b CREATE "&AVI-ufs &- more"
            S: b OK ...
            C: c LIST "" *ufs*
            S: * LIST (\HasNoChildren) "/" "&AVI-ufs &- more"
            S: c OK ...
            C: d ENABLE IMAP4rev2
            S: * ENABLED IMAP4rev2
            S: d OK ...
            C: e LIST "" *ufs*
            S: * LIST (\HasNoChildren) "/" "Œufs & more"
            S: e OK ...
            C: f STATUS "Œufs & more" (MESSAGES)
            S: * STATUS "Œufs & more" (MESSAGES 0)
            S: f OK ...
            """);
    }
}
