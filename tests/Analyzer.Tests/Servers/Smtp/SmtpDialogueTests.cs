namespace Analyzer.Tests.Servers.Smtp;

public sealed class SmtpDialogueTests
{
    [Fact]
    public async Task The_dialogue_of_the_lecture_works_as_written()
    {
        await using MailTown town = await MailTown.StartAsync();

        await town.PlayAsync("""
            S: 220 hamburger.edu
            C: HELO crepes.fr
            S: 250 Hello crepes.fr, pleased to meet you
            C: MAIL FROM: <alice@crepes.fr>
            S: 250 alice@crepes.fr ... Sender ok
            C: RCPT TO: <bob@hamburger.edu>
            S: 250 bob@hamburger.edu ... Recipient ok
            C: DATA
            S: 354 Enter mail, end with "." on a line by itself
            C: Do you like ketchup?
            C: How about pickles?
            C: .
            S: 250 Message accepted for delivery
            C: QUIT
            S: 221 hamburger.edu closing connection
            S: (end)
            """);

        Assert.EndsWith("\r\n\r\nDo you like ketchup?\r\nHow about pickles?\r\n", Assert.Single(town.Texts("bob@hamburger.edu")));
    }

    [Fact]
    public async Task Mail_may_come_without_a_greeting_and_gets_the_header_that_it_lacks()
    {
        await using MailTown town = await MailTown.StartAsync(new SteppedClock(), null);

        await town.PlayAsync("""
            S: 220 hamburger.edu
            C: MAIL FROM: <jqRandom@hotmail.com>
            S: 250 ...
            C: RCPT TO: <bob@hamburger.edu>
            S: 250 ...
            C: DATA
            S: 354 ...
            C: yet another open relay
            C: .
            S: 250 ...
            C: Quit
            S: 221 hamburger.edu closing connection
            """);

        string text = Assert.Single(town.Texts("bob@hamburger.edu"));
        string id = text.Split(" id ")[1].Split("\r\n")[0];
        Assert.Equal($"""
            Return-Path: <jqRandom@hotmail.com>
            Received: from [127.0.0.1] ([127.0.0.1])
            {'\t'}by hamburger.edu (Analyzer) with SMTP id {id}
            {'\t'}for <bob@hamburger.edu>;
            {'\t'}Fri, 20 Nov 2026 08:30:00 +0000
            Date: Fri, 20 Nov 2026 08:30:00 +0000
            From: jqRandom@hotmail.com
            Message-Id: <{id}@hamburger.edu>

            yet another open relay

            """.ReplaceLineEndings("\r\n"), text);
    }

    [Theory]
    [InlineData("Subject: x\r\n\r\n..a\r\n.\r\n", "Subject: x\r\n\r\n.a\r\n")]
    [InlineData("Subject: x\r\n\r\n....\r\n..\r\n.\r\n", "Subject: x\r\n\r\n...\r\n.\r\n")]
    [InlineData("Subject: x\r\n\r\nbare\n.\nand\r.\rhere\r\n.\r\n", "Subject: x\r\n\r\nbare\n.\nand\r.\rhere\r\n")]
    [InlineData("Subject: x\r\n\r\n\n.\r\n.\r\n", "Subject: x\r\n\r\n\n.\r\n")]
    [InlineData("\r\nno header\r\n.\r\n", "\r\nno header\r\n")]
    public async Task A_text_arrives_byte_for_byte(string sent, string stored)
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync("S: 220...\nC: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...\nC: DATA\nS: 354...");

        await client.SendAsync(sent);
        await client.PlayAsync("S: 250...");

        string text = Assert.Single(town.Texts("bob@hamburger.edu"));
        Assert.Equal(stored, text[(text.IndexOf("+0000\r\n", StringComparison.Ordinal) + 7)..]);
    }

    [Fact]
    public async Task Who_ends_commands_with_bare_line_feeds_may_end_the_text_so()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();

        await client.SendAsync("MAIL FROM:<>\nRCPT TO:<bob@hamburger.edu>\nDATA\nSubject: x\n\n..one\ntwo\n.\nQUIT\n");
        await client.PlayAsync("S: 220...\nS: 250...\nS: 250...\nS: 354...\nS: 250...\nS: 221...\nS: (end)");

        Assert.EndsWith("Subject: x\r\n\r\n.one\r\ntwo\r\n", Assert.Single(town.Texts("bob@hamburger.edu")));
    }

    [Fact]
    public async Task Commands_that_come_together_are_answered_in_order()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();

        await client.SendAsync("EHLO me\r\nMAIL FROM:<alice@crepes.fr>\r\nRCPT TO:<no@hamburger.edu>\r\nRCPT TO:<robert@hamburger.edu>\r\nDATA\r\n");
        await client.PlayAsync("S: 220...\nS: ...\nS: 250 AUTH...\nS: 250 2.1.0...\nS: 550 5.1.1...\nS: 250 2.1.5...\nS: 354...");
        await client.SendAsync("Subject: one\r\n\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<carol@hamburger.edu>\r\nDATA\r\n");
        await client.PlayAsync("S: 250 2.0.0...\nS: 250...\nS: 250...\nS: 354...");
        await client.SendAsync("Subject: two\r\n\r\n.\r\nQUIT\r\n");
        await client.PlayAsync("S: 250...\nS: 221...\nS: (end)");

        Assert.Single(town.Texts("bob@hamburger.edu"));
        Assert.Single(town.Texts("carol@hamburger.edu"));
    }

    [Theory]
    [InlineData("HELO", "501 ...")]
    [InlineData("EHLO", "501 ...")]
    [InlineData("RCPT TO:<bob@hamburger.edu>", "503 Need MAIL...")]
    [InlineData("DATA", "503 ...")]
    [InlineData("MAIL TO:<a@b.c>", "501 ...")]
    [InlineData("MAIL FROM:<a b@c.d>", "501 ...")]
    [InlineData("MAIL FROM:<a@b.c> SIZE=x", "501 ...")]
    [InlineData("MAIL FROM:<a@b.c> SIZE=999999999999", "552 ...")]
    [InlineData("MAIL FROM:<a@b.c> COLOUR=red", "555 ...")]
    [InlineData("MAIL FROM:<zoé@café.fr>", "553 ...SMTPUTF8")]
    [InlineData("NOOP whatever", "250 OK")]
    [InlineData("RSET", "250 Reset state")]
    [InlineData("VRFY bob", "250 <bob@hamburger.edu>")]
    [InlineData("VRFY robert@hamburger.edu", "250 <bob@hamburger.edu>")]
    [InlineData("VRFY nobody", "550 ...")]
    [InlineData("VRFY x@elsewhere.example", "252 ...")]
    [InlineData("EXPN nothing", "550 ...")]
    [InlineData("ETRN crepes.fr", "251 ...")]
    [InlineData("ETRN ???", "501 ...")]
    [InlineData("STARTTLS now", "501 ...")]
    [InlineData("AUTH", "501 ...")]
    [InlineData("AUTH NTLM", "504 ...")]
    [InlineData("AUTH PLAIN not-base64!", "501 ...")]
    [InlineData("EXPLODE", "500 ...")]
    [InlineData("", "500 ...")]
    [InlineData("\u0001\u0002", "500 ...")]
    public async Task A_command_alone_gets_its_reply(string command, string reply)
    {
        await using MailTown town = await MailTown.StartAsync();

        await town.PlayAsync($"S: 220...\nC: {command}\nS: {reply}\nC: QUIT\nS: 221...");
    }

    [Fact]
    public async Task An_alias_is_expanded_once_for_each_mailbox()
    {
        await using MailTown town = await MailTown.StartAsync();

        await town.PlayAsync("""
            S: 220...
            C: EXPN friends
            S: 250-<bob@hamburger.edu>
            S: 250-<carol@hamburger.edu>
            S: 250 <alice@crepes.fr>
            C: MAIL FROM:<bob@hamburger.edu>
            S: 250...
            C: RCPT TO:<friends@hamburger.edu>
            S: 250...
            C: RCPT TO:<ROBERT@Hamburger.EDU>
            S: 250...
            C: DATA
            S: 354...
            C: Subject: party
            C:
            C: .
            S: 250...
            """);

        Assert.Single(town.Texts("bob@hamburger.edu"));
        Assert.Single(town.Texts("carol@hamburger.edu"));
        await MailTown.UntilAsync(() => town.Texts("alice@crepes.fr").Length == 1);
    }

    [Fact]
    public async Task What_a_client_says_cannot_add_a_line_to_a_reply()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();

        await client.SendAsync("HELO a\r250\rb\r\n");

        await client.PlayAsync("S: 220...\nS: 250 Hello a?250?b, pleased to meet you");
    }

    [Fact]
    public async Task A_message_that_has_passed_a_hundred_servers_is_refused()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync("S: 220...\nC: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...\nC: DATA\nS: 354...");

        await client.SendAsync(string.Concat(Enumerable.Repeat("RECEIVED: from a\r\n\tby b\r\n", 101)) + "\r\n.\r\n");

        await client.PlayAsync("S: 554 Too many hops...");
        Assert.Empty(town.Texts("bob@hamburger.edu"));
    }

    [Fact]
    public async Task A_domain_without_a_user_of_that_name_has_a_postmaster()
    {
        await using MailTown town = await MailTown.StartAsync();

        await town.PlayAsync("S: 220...\nC: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<Postmaster>\nS: 250...\nC: DATA\nS: 354...\nC: hello\nC: .\nS: 250...");

        Assert.Single(town.Texts("bob@hamburger.edu"));
    }
}
