using Analyzer.Servers.Running;

namespace Analyzer.Tests.Servers.Smtp;

/// <summary>Delivery into mailboxes by LMTP (RFC 2033).</summary>
public sealed class LmtpTests
{
    [Fact]
    public async Task Each_recipient_has_its_own_reply_behind_the_text_and_nothing_is_queued()
    {
        await using MailTown town = await MailTown.StartAsync();

        // Carol's mailbox has room for 2 KiB.
        await PlayAsync(town, $"""
            S: 220 hamburger.edu
            C: LHLO crepes.fr
            S: ...
            S: 250 AUTH SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN
            C: MAIL FROM:<alice@crepes.fr>
            S: 250 2.1.0 alice@crepes.fr ... Sender ok
            C: RCPT TO:<bob@hamburger.edu>
            S: 250 2.1.5 bob@hamburger.edu ... Recipient ok
            C: RCPT TO:<nobody@hamburger.edu>
            S: 550 5.1.1 nobody@hamburger.edu ... User unknown
            C: RCPT TO:<carol@hamburger.edu>
            S: 250 2.1.5 carol@hamburger.edu ... Recipient ok
            C: RCPT TO:<robert@hamburger.edu>
            S: 250 2.1.5 robert@hamburger.edu ... Recipient ok
            C: DATA
            S: 354 Enter mail, end with "." on a line by itself
            C: Subject: long
            C: 
            C: {new string('x', 900)}
            C: {new string('x', 900)}
            C: {new string('x', 900)}
            C: .
            S: 250 2.1.5 bob@hamburger.edu ... delivered
            S: 550 5.2.2 carol@hamburger.edu ... the mailbox is full
            S: 250 2.1.5 robert@hamburger.edu ... delivered
            C: QUIT
            S: 221 2.0.0 hamburger.edu closing connection
            S: (end)
            """);

        string text = Assert.Single(town.Texts("bob@hamburger.edu"));
        Assert.StartsWith("Return-Path: <alice@crepes.fr>\r\nReceived: from crepes.fr ([127.0.0.1])\r\n\tby hamburger.edu (Analyzer) with LMTP id ", text, StringComparison.Ordinal);
        Assert.Empty(town.Texts("carol@hamburger.edu"));
        Assert.Equal(0, town.Waiting);
    }

    [Fact]
    public async Task The_greetings_of_Smtp_belong_to_Smtp()
    {
        await using MailTown town = await MailTown.StartAsync();

        await PlayAsync(town, """
            S: 220 hamburger.edu
            C: EHLO crepes.fr
            S: 500 Command unrecognized
            C: HELO crepes.fr
            S: 500 Command unrecognized
            """);
        await town.PlayAsync("""
            S: 220 hamburger.edu
            C: LHLO crepes.fr
            S: 500 Command unrecognized
            """);
    }

    [Theory]
    [InlineData("alice@crepes.fr")]
    [InlineData("friends@hamburger.edu")]
    public async Task What_would_have_to_be_sent_on_is_refused(string recipient)
    {
        await using MailTown town = await MailTown.StartAsync();

        await PlayAsync(town, $"""
            S: 220 hamburger.edu
            C: MAIL FROM:<bob@hamburger.edu>
            S: 250 bob@hamburger.edu ... Sender ok
            C: RCPT TO:<{recipient}>
            S: 550 {recipient} ... Not a mailbox of this site
            C: DATA
            S: 503 Need RCPT before DATA, and no BDAT
            """);
    }

    [Fact]
    public async Task Chunks_are_answered_once_each_and_the_last_for_each_recipient()
    {
        await using MailTown town = await MailTown.StartAsync();

        await PlayAsync(town, """
            S: 220 hamburger.edu
            C: MAIL FROM:<alice@crepes.fr>
            S: 250 alice@crepes.fr ... Sender ok
            C: RCPT TO:<bob@hamburger.edu>
            S: 250 bob@hamburger.edu ... Recipient ok
            C: RCPT TO:<carol@hamburger.edu>
            S: 250 carol@hamburger.edu ... Recipient ok
            C: BDAT 6
            C: A: b
            S: 250 6 octets received
            C: BDAT 5 LAST
            C: 
            C: x
            S: 250 bob@hamburger.edu ... delivered
            S: 250 carol@hamburger.edu ... delivered
            """);

        Assert.EndsWith("A: b\r\n\r\nx\r\n", Assert.Single(town.Texts("carol@hamburger.edu")), StringComparison.Ordinal);
    }

    static async Task PlayAsync(MailTown town, string script)
    {
        using ScriptedClient client = await ScriptedClient.ConnectAsync(town.At(Service.Lmtp));
        await client.PlayAsync(script);
    }
}
