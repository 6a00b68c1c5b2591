using Analyzer.Servers.Hosting;
using Analyzer.Servers.Running;
using Analyzer.Servers.Smtp;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Tests.Servers.Smtp;

public sealed class SmtpExtensionTests
{
    const string Ready = "S: 220...\nC: EHLO me\nS: ...\nS: 250 AUTH...\n";
    const string Addressed = Ready + "C: MAIL FROM:<alice@crepes.fr> BODY=BINARYMIME\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...\n";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_binary_message_comes_in_chunks_of_exactly_their_length()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync(Addressed + "C: DATA\nS: 503 5.5.1...");

        await client.SendAsync("BDAT 14\r\nSubject: x\r\n\r\nBDAT 10\r\n\r\n.\r\nQUIT\0BDAT 0 LAST\r\n");
        await client.PlayAsync("S: 250 2.0.0 14 octets received\nS: 250 2.0.0 10 octets received\nS: 250 2.0.0 Message...");

        Assert.EndsWith("Subject: x\r\n\r\n\r\n.\r\nQUIT\0", Assert.Single(town.Texts("bob@hamburger.edu")));
    }

    [Fact]
    public async Task Octets_of_a_chunk_that_nobody_wants_are_not_taken_for_commands()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();

        await client.SendAsync("BDAT 6\r\nQUIT\r\nNOOP\r\n");

        await client.PlayAsync("S: 220...\nS: 503...\nS: 250 OK");
    }

    [Fact]
    public async Task Data_does_not_follow_a_chunk()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync(Addressed);

        await client.SendAsync("BDAT 2\r\nhiDATA\r\nRSET\r\nNOOP\r\n");

        await client.PlayAsync("S: 250...\nS: 503...\nS: 250...\nS: 250...");
        Assert.Equal(0, town.Waiting);
    }

    [Fact]
    public async Task A_text_over_the_limit_is_read_to_its_end_and_refused()
    {
        await using MailTown town = await MailTown.StartAsync(null, options => options with { Limits = new ServerLimits { MaxMessage = 1000 } });
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync(Ready + "C: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...\nC: DATA\nS: 354...");

        await client.SendAsync(new string('x', 1500) + "\r\n.\r\n");
        await client.PlayAsync("S: 552 5.3.4...\nC: NOOP\nS: 250...");

        Assert.Empty(town.Texts("bob@hamburger.edu"));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task A_user_logs_in_by_any_mechanism(string mechanism)
    {
        await using MailTown town = await MailTown.StartAsync();
        await using SmtpAgent agent = await town.CallAsync();

        SmtpRefusedException refused = await Assert.ThrowsAsync<SmtpRefusedException>(async () => await agent.LogInAsync("bob", "wrong", mechanism, Cancel));
        Assert.Equal(535, refused.Reply.Code);
        await Assert.ThrowsAsync<SmtpRefusedException>(async () => await agent.LogInAsync("nobody", "hungry", mechanism, Cancel));
        await agent.LogInAsync("bob@hamburger.edu", "hungry", mechanism, Cancel);

        SmtpRefusedException twice = await Assert.ThrowsAsync<SmtpRefusedException>(async () => await agent.LogInAsync("bob", "hungry", mechanism, Cancel));
        Assert.Equal(503, twice.Reply.Code);
    }

    [Fact]
    public async Task Published_examples_of_login_dialogues_are_understood()
    {
        await using MailTown town = await MailTown.StartAsync();

        await town.PlayAsync(Ready + """
            C: AUTH PLAIN
            S: 334...
            C: *
            S: 501 5.7.0...
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: Ym9i
            S: 334 UGFzc3dvcmQ6
            C: d3Jvbmc=
            S: 535 5.7.8...
            C: AUTH PLAIN AGJvYgBodW5ncnk=
            S: 235 2.7.0...
            """);
    }

    [Fact]
    public async Task Mail_for_elsewhere_is_passed_on_only_for_who_has_logged_in()
    {
        await using MailTown town = await MailTown.StartAsync(null, options => options with { Relay = RelayPolicy.Authenticated });

        await town.PlayAsync(Ready + """
            C: MAIL FROM:<bob@hamburger.edu>
            S: 250...
            C: RCPT TO:<alice@crepes.fr>
            S: 550 5.7.1...
            C: RSET
            S: 250...
            C: AUTH PLAIN AGJvYgBodW5ncnk=
            S: 235...
            C: MAIL FROM:<bob@hamburger.edu>
            S: 250...
            C: RCPT TO:<alice@crepes.fr>
            S: 250...
            """);
    }

    [Fact]
    public async Task What_was_said_before_tls_counts_no_more()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync(Addressed.Replace("BINARYMIME", "8BITMIME", StringComparison.Ordinal));

        // What is smuggled in behind STARTTLS in clear text must not be carried out under TLS.
        await client.SendAsync("STARTTLS\r\nRSET\r\nQUIT\r\n");
        await client.PlayAsync("S: 220 2.0.0...\nC: (tls)\nC: DATA\nS: 503...\nC: STARTTLS\nS: 503...\nC: EHLO me\nS: ...\nS: 250 AUTH...");
    }

    [Fact]
    public async Task The_trace_line_tells_how_the_mail_came()
    {
        await using MailTown town = await MailTown.StartAsync();
        await using SmtpAgent agent = await SmtpAgent.ConnectAsync(town.Network, town.At(Service.Smtps), new SmtpAgentOptions { IsTlsImplicit = true, CertificateCheck = CertificateChecks.AcceptAny, HelloName = "desk" }, Cancel);
        await agent.LogInAsync("bob", "hungry", null, Cancel);

        await agent.SendAsync(new SmtpEnvelope { Sender = "bob@hamburger.edu", Recipients = [new("carol@hamburger.edu")] }, "Subject: x\r\n\r\n"u8.ToArray(), null, Cancel);

        Assert.Contains("Received: from desk ([127.0.0.1])\r\n\tby hamburger.edu (Analyzer) with ESMTPSA id ", Assert.Single(town.Texts("carol@hamburger.edu")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task International_addresses_travel_from_server_to_server()
    {
        await using MailTown town = await MailTown.StartAsync();
        await using SmtpAgent agent = await town.CallAsync();

        SmtpResult result = await agent.SendAsync(new SmtpEnvelope { Sender = "bob@hamburger.edu", IsUtf8 = true, Recipients = [new("zoé@café.fr")] }, "Subject: ça va\r\n\r\n"u8.ToArray(), null, Cancel);

        Assert.True(result.IsAccepted);
        await MailTown.UntilAsync(() => town.Texts("zoé@café.fr").Length == 1);
        Assert.Contains("with UTF8SMTP id", town.Texts("zoé@café.fr")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_mailbox_gives_the_message_back()
    {
        await using MailTown town = await MailTown.StartAsync();
        await using SmtpAgent agent = await town.CallAsync();

        await agent.SendAsync(new SmtpEnvelope { Sender = "bob@hamburger.edu", Recipients = [new("carol@hamburger.edu")] }, new byte[5000], null, Cancel);

        await MailTown.UntilAsync(() => town.Texts("bob@hamburger.edu").Length == 1);
        Assert.Contains("Status: 5.2.2", town.Texts("bob@hamburger.edu")[0], StringComparison.Ordinal);
    }
}
