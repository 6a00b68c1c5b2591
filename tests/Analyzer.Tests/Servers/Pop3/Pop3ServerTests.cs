using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Pop3;

namespace Analyzer.Tests.Servers.Pop3;

public sealed class Pop3ServerTests
{
    const string First = "Subject: one\n\nHello\n.dot\n", Second = "Subject: two\n\nLine 1\nLine 2\nLine 3\n";

    static Task<ServerWorkshop> StartAsync(ServerLimits? limits = null, params string[] faults) =>
        ServerWorkshop.StartAsync((context, store) => new Pop3Server(context, new Pop3ServerOptions { Store = store }), limits, faults);

    static async Task<ServerWorkshop> StartWithMailAsync(params string[] faults)
    {
        ServerWorkshop server = await StartAsync(null, faults);
        await server.DeliverAsync(First);
        await server.DeliverAsync(Second);
        return server;
    }

    [Fact]
    public async Task The_dialogue_of_the_lecture_works_as_written()
    {
        await using ServerWorkshop server = await StartWithMailAsync();

        await server.PlayAsync("""
            S: +OK POP3 server ready...
            C: user bob
            S: +OK
            C: pass hungry
            S: +OK user successfully logged on
            C: list
            S: +OK 2 messages (69 octets)
            S: 1 29
            S: 2 40
            S: .
            C: retr 1
            S: +OK 29 octets
            S: Subject: one
            S:
            S: Hello
            S: ..dot
            S: .
            C: dele 1
            S: +OK message 1 deleted
            C: retr 2
            S: ...
            S: Line 3
            S: .
            C: dele 2
            S: +OK message 2 deleted
            C: quit
            S: +OK POP3 server signing off (maildrop empty)
            S: (end)
            """);

        Assert.Empty(server.Texts());
    }

    [Fact]
    public async Task Marked_messages_stay_when_the_connection_ends_without_quit()
    {
        await using ServerWorkshop server = await StartWithMailAsync();

        await server.PlayAsync("""
            S: +OK...
            C: USER bob@hamburger.edu
            S: +OK
            C: PASS hungry
            S: +OK...
            C: DELE 1
            S: +OK...
            """);
        await server.RestartAsync();

        Assert.Equal(2, server.Texts().Count());
    }

    [Fact]
    public async Task A_marked_message_is_gone_for_the_session_until_rset()
    {
        await using ServerWorkshop server = await StartWithMailAsync();

        await server.PlayAsync("""
            S: +OK...
            C: USER bob
            S: +OK
            C: PASS hungry
            S: +OK...
            C: DELE 1
            S: +OK...
            C: STAT
            S: +OK 1 40
            C: LIST
            S: +OK 1 message (40 octets)
            S: 2 40
            S: .
            C: RETR 1
            S: -ERR no such message
            C: DELE 1
            S: -ERR no such message
            C: RSET
            S: +OK 2 messages (69 octets)
            C: RETR 1
            S: ...
            S: .
            C: QUIT
            S: +OK POP3 server signing off (2 messages left)
            """);

        Assert.Equal(2, server.Texts().Count());
    }

    [Theory]
    [InlineData("0", "Subject: two||")]
    [InlineData("1", "Subject: two||Line 1|")]
    [InlineData("99", "Subject: two||Line 1|Line 2|Line 3|")]
    public async Task Top_gives_the_header_and_some_lines(string lines, string expected)
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient client = await LogInAsync(server);

        await client.PlayAsync($"C: TOP 2 {lines}\nS: +OK...\n" + string.Concat(expected.Split('|')[..^1].Select(line => $"S: {line}\n")) + "S: .");
    }

    [Fact]
    public async Task A_unique_id_is_the_same_in_the_next_session_and_after_a_restart()
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient first = await LogInAsync(server);
        await first.PlayAsync("C: DELE 1\nS: +OK...\nC: UIDL 2");
        string? id = await first.ReadAsync();
        await first.PlayAsync("C: QUIT\nS: +OK...");

        await server.RestartAsync();
        using ScriptedClient second = await LogInAsync(server);

        await second.PlayAsync($"C: UIDL\nS: +OK...\nS: 1 {id!.Split(' ')[2]}\nS: .");
    }

    [Fact]
    public async Task A_maildrop_is_for_one_session_at_a_time()
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient first = await LogInAsync(server);

        await server.PlayAsync("S: +OK...\nC: USER bob\nS: +OK\nC: PASS hungry\nS: -ERR [IN-USE] ...");
        await first.PlayAsync("C: QUIT\nS: ...\nS: (end)");

        using ScriptedClient again = await LogInAsync(server);
    }

    [Fact]
    public async Task A_message_that_arrives_during_a_session_waits_for_the_next()
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient client = await LogInAsync(server);

        await server.DeliverAsync(First);

        await client.PlayAsync("C: STAT\nS: +OK 2 69\nC: QUIT\nS: +OK...\nS: (end)");
        using ScriptedClient next = await LogInAsync(server);
        await next.PlayAsync("C: STAT\nS: +OK 3 98");
    }

    [Fact]
    [SuppressMessage("Security", "CA5351", Justification = "APOP is defined by it.")]
    public async Task Apop_logs_in_with_the_digest_of_stamp_and_password()
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient client = await server.ConnectAsync();
        string greeting = (await client.ReadAsync())!;
        string stamp = greeting[greeting.IndexOf('<', StringComparison.Ordinal)..];

        await client.PlayAsync($"C: APOP bob {new string('0', 32)}\nS: -ERR [AUTH] Login failed");
        await client.PlayAsync($"C: APOP bob {Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(stamp + "hungry")))}\nS: +OK user successfully logged on");
    }

    [Fact]
    public async Task Auth_plain_takes_its_response_at_once_or_when_asked()
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        string response = Convert.ToBase64String("\0bob\0hungry"u8);

        await server.PlayAsync($"S: +OK...\nC: AUTH PLAIN {response}\nS: +OK user...\nC: QUIT\nS: +OK...\nS: (end)");
        await server.PlayAsync($"S: +OK...\nC: AUTH PLAIN\nS: + \nC: {response}\nS: +OK user...\nC: QUIT\nS: +OK...\nS: (end)");
    }

    [Fact]
    public async Task Auth_can_be_cancelled_refused_and_listed()
    {
        await using ServerWorkshop server = await StartAsync();

        await server.PlayAsync("""
            S: +OK...
            C: AUTH
            S: +OK...
            S: SCRAM-SHA-256
            S: CRAM-MD5
            S: PLAIN
            S: LOGIN
            S: .
            C: AUTH LOGIN
            S: + VXNlcm5hbWU6
            C: *
            S: -ERR Authentication cancelled
            C: AUTH NONSENSE
            S: -ERR There is no such mechanism
            C: AUTH PLAIN !!!
            S: -ERR This is no base64
            C: AUTH PLAIN AGJvYgB3cm9uZw==
            S: -ERR [AUTH] Login failed
            """);
    }

    [Fact]
    public async Task Stls_drops_what_came_before_and_needs_no_new_greeting()
    {
        await using ServerWorkshop server = await StartWithMailAsync();

        await server.PlayAsync("""
            S: +OK...
            C: CAPA
            S: ...
            S: STLS
            S: ...
            S: .
            C: USER bob
            S: +OK
            C: STLS
            S: +OK Begin TLS negotiation
            C: (tls)
            C: PASS hungry
            S: -ERR USER comes first
            C: STLS
            S: -ERR TLS is on already
            C: USER bob
            S: +OK
            C: PASS hungry
            S: +OK...
            """);
    }

    [Fact]
    public async Task Without_tls_nobody_logs_in_where_it_is_required()
    {
        await using ServerWorkshop server = await ServerWorkshop.StartAsync((context, store) => new Pop3Server(context, new Pop3ServerOptions { Store = store, RequiresTls = true }));

        await server.PlayAsync("S: +OK...\nC: USER bob\nS: -ERR [AUTH] Say STLS first\nC: STLS\nS: +OK...\nC: (tls)\nC: USER bob\nS: +OK\nC: PASS hungry\nS: +OK...");
    }

    [Fact]
    public async Task Commands_may_come_all_at_once()
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient client = await server.ConnectAsync();

        await client.SendAsync("USER bob\r\nPASS hungry\r\nSTAT\r\nDELE 1\r\nNOOP\r\nQUIT\r\n");

        await client.PlayAsync("S: +OK...\nS: +OK\nS: +OK user...\nS: +OK 2 69\nS: +OK message 1 deleted\nS: +OK\nS: +OK...\nS: (end)");
    }

    [Fact]
    public async Task Capabilities_and_languages_are_told()
    {
        await using ServerWorkshop server = await StartAsync();

        await server.PlayAsync("""
            S: +OK...
            C: CAPA
            S: +OK...
            S: TOP
            S: UIDL
            S: USER
            S: SASL SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN
            S: ...
            S: UTF8 USER
            S: LANG
            S: ...
            S: .
            C: UTF8
            S: +OK...
            C: LANG
            S: +OK...
            S: en English
            S: .
            C: LANG fr
            S: -ERR...
            C: LANG *
            S: +OK en...
            """);
    }

    [Theory]
    [InlineData("STAT", "-ERR Log in first")]
    [InlineData("PASS hungry", "-ERR USER comes first")]
    [InlineData("USER", "-ERR USER needs a name")]
    [InlineData("NONSENSE", "-ERR There is no such command")]
    [InlineData("", "-ERR There is no such command")]
    public async Task What_cannot_be_done_before_the_login_is_refused(string command, string reply)
    {
        await using ServerWorkshop server = await StartAsync();

        await server.PlayAsync($"S: +OK...\nC: {command}\nS: {reply}");
    }

    [Theory]
    [InlineData("RETR 0")]
    [InlineData("RETR 3")]
    [InlineData("RETR -1")]
    [InlineData("RETR 99999999999999999999")]
    [InlineData("RETR")]
    [InlineData("DELE 1 2")]
    [InlineData("TOP 1")]
    [InlineData("TOP 1 -1")]
    [InlineData("LIST x")]
    [InlineData("USER bob")]
    public async Task What_cannot_be_done_after_the_login_is_refused(string command)
    {
        await using ServerWorkshop server = await StartWithMailAsync();
        using ScriptedClient client = await LogInAsync(server);

        await client.PlayAsync($"C: {command}\nS: -ERR ...\nC: NOOP\nS: +OK");
    }

    [Fact]
    public async Task A_client_that_makes_too_many_mistakes_is_sent_away()
    {
        await using ServerWorkshop server = await StartAsync(new ServerLimits { MaxMistakes = 3 });

        await server.PlayAsync("S: +OK...\nC: A\nS: -ERR...\nC: B\nS: -ERR...\nC: C\nS: -ERR There...\nS: -ERR Too many mistakes\nS: (end)");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_an_endless_one_ends_the_connection()
    {
        await using ServerWorkshop server = await StartAsync(new ServerLimits { MaxLine = 100, MaxDiscarded = 10_000 });
        using ScriptedClient client = await server.ConnectAsync();

        await client.PlayAsync($"S: +OK...\nC: USER {new string('a', 200)}\nS: -ERR The line is too long\nC: USER bob\nS: +OK");
        await client.SendAsync(new string('a', 20_000));
        await client.PlayAsync("S: (end)");
    }

    [Fact]
    public async Task A_message_with_a_bare_line_feed_and_no_end_of_line_comes_through_as_it_is()
    {
        await using ServerWorkshop server = await StartAsync();
        await server.Store.DeliverAsync("bob@hamburger.edu", new MemoryStream("A: b\r\n\r\n.x\n.y"u8.ToArray()), cancel: TestContext.Current.CancellationToken);
        using ScriptedClient client = await LogInAsync(server);

        await client.SendAsync("RETR 1\r\n");
        Assert.Equal("+OK 13 octets", await client.ReadAsync());

        Assert.Equal("A: b\r\n\r\n..x\n.y\r\n.\r\n", Encoding.ASCII.GetString(await client.ReadAsync(19)));
    }

    [Fact]
    public async Task Faults_change_counts_and_cut_messages()
    {
        await using ServerWorkshop server = await StartWithMailAsync("pop3.list:count=-3", "pop3.retr:cut=14", "pop3.noop:reply=-ERR [SYS/TEMP] not now");
        using ScriptedClient client = await LogInAsync(server);

        await client.PlayAsync("C: NOOP\nS: -ERR [SYS/TEMP] not now\nC: LIST 1\nS: +OK 1 26\nC: RETR 1\nS: +OK 29 octets\nS: Subject: one\nS: (end)");
    }

    static async Task<ScriptedClient> LogInAsync(ServerWorkshop server)
    {
        ScriptedClient client = await server.ConnectAsync();
        await client.PlayAsync("S: +OK...\nC: USER bob\nS: +OK\nC: PASS hungry\nS: +OK user successfully logged on");
        return client;
    }
}
