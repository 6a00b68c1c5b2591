using Analyzer.Servers.Running;
using Analyzer.Servers.Smtp;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Tests.Servers.Smtp;

public sealed class QueueTests
{
    static readonly TimeSpan s_interval = TimeSpan.FromMinutes(30);

    // The first recipient command is Alice's own, at her server; those that follow are her server's, at Bob's.
    const string Refused = "smtp.rcpt=bob@*#2-3:reply=451 4.3.0 Come back later";
    const string RefusedForEver = "smtp.rcpt=bob@*#2-:reply=451 4.3.0 Come back later";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static async Task SendAsync(MailTown town, string sender = "alice@crepes.fr", string recipient = "bob@hamburger.edu", NotifyWhen notify = NotifyWhen.Unsaid)
    {
        await using SmtpAgent agent = await town.CallAsync("crepes.fr");
        var envelope = new SmtpEnvelope { Sender = sender, EnvelopeId = "my mark", Recipients = [new(recipient) { Notify = notify, OriginalRecipient = "rfc822;" + recipient }] };
        SmtpResult result = await agent.SendAsync(envelope, "Subject: hello\r\n\r\nketchup\r\n"u8.ToArray(), null, Cancel);
        Assert.True(result.IsAccepted);
        await agent.QuitAsync(Cancel);
    }

    static int Calls(MailTown town) => town.Log.Lines.Count(line => line.Dialogue.StartsWith("crepes.fr smtp to ", StringComparison.Ordinal) && line.Text.StartsWith("221", StringComparison.Ordinal));

    [Fact]
    public async Task A_refused_delivery_is_tried_again_each_half_hour()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, Refused);

        await SendAsync(town);
        await MailTown.UntilAsync(() => town.Attempts == 1);
        clock.Pass(s_interval - TimeSpan.FromSeconds(1));
        clock.Pass(TimeSpan.FromSeconds(1));
        await MailTown.UntilAsync(() => town.Attempts == 2);
        Assert.Empty(town.Texts("bob@hamburger.edu"));
        clock.Pass(s_interval);
        await MailTown.UntilAsync(() => town.Waiting == 0);

        Assert.Contains("Fri, 20 Nov 2026 09:30:00 +0000", Assert.Single(town.Texts("bob@hamburger.edu")), StringComparison.Ordinal);
        Assert.Empty(town.Texts("alice@crepes.fr"));
    }

    [Fact]
    public async Task The_sender_gets_the_message_back_after_five_days()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, RefusedForEver);

        await SendAsync(town);
        await MailTown.UntilAsync(() => town.Attempts == 1);
        clock.Pass(TimeSpan.FromDays(5) - s_interval);
        await MailTown.UntilAsync(() => town.Attempts == 2);
        Assert.Empty(town.Texts("alice@crepes.fr"));
        clock.Pass(s_interval);
        await MailTown.UntilAsync(() => town.Waiting == 0);

        string report = Assert.Single(town.Texts("alice@crepes.fr"));
        Assert.StartsWith("Return-Path: <>\r\n", report, StringComparison.Ordinal);
        foreach (string expected in new[] { "multipart/report; report-type=delivery-status", "Action: failed", "Status: 5.4.7", "Original-Envelope-Id: my mark", "Original-Recipient: rfc822;bob@hamburger.edu", "Final-Recipient: rfc822; bob@hamburger.edu", "451 4.3.0 Come back later", "Subject: hello\r\n\r\nketchup" })
            Assert.Contains(expected, report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_delivered_after_a_restart()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, Refused);
        await SendAsync(town);
        await MailTown.UntilAsync(() => town.Attempts == 1);

        await town.RestartAsync();
        clock.Pass(s_interval);
        await MailTown.UntilAsync(() => town.Attempts == 2);
        await town.RestartAsync();
        clock.Pass(s_interval);
        await MailTown.UntilAsync(() => town.Waiting == 0);

        Assert.Single(town.Texts("bob@hamburger.edu"));
    }

    [Fact]
    public async Task A_mail_without_a_sender_is_never_given_back()
    {
        await using MailTown town = await MailTown.StartAsync();

        await SendAsync(town, sender: "", recipient: "nobody@hamburger.edu");

        await MailTown.UntilAsync(() => town.Waiting == 0);
        Assert.Empty(town.Texts("alice@crepes.fr"));
    }

    [Theory]
    [InlineData("nobody@hamburger.edu", "Status: 5.1.1")]
    [InlineData("someone@nowhere.example", "Status: 5.1.2")]
    public async Task What_can_never_be_delivered_comes_back_at_once(string recipient, string status)
    {
        await using MailTown town = await MailTown.StartAsync();

        await SendAsync(town, recipient: recipient);

        await MailTown.UntilAsync(() => town.Texts("alice@crepes.fr").Length == 1);
        Assert.Contains(status, town.Texts("alice@crepes.fr")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_who_wants_to_hear_nothing_hears_nothing()
    {
        await using MailTown town = await MailTown.StartAsync();

        await SendAsync(town, recipient: "nobody@hamburger.edu", notify: NotifyWhen.Never);

        await MailTown.UntilAsync(() => town.Waiting == 0);
        Assert.Empty(town.Texts("alice@crepes.fr"));
    }

    [Fact]
    public async Task A_sender_who_asks_is_told_of_the_delivery_by_the_server_of_the_mailbox()
    {
        await using MailTown town = await MailTown.StartAsync();

        await SendAsync(town, notify: NotifyWhen.Success);

        await MailTown.UntilAsync(() => town.Texts("alice@crepes.fr").Length == 1);
        string report = town.Texts("alice@crepes.fr")[0];
        Assert.Contains("Reporting-MTA: dns; hamburger.edu", report, StringComparison.Ordinal);
        Assert.Contains("Action: delivered", report, StringComparison.Ordinal);
        Assert.DoesNotContain("ketchup", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_who_asks_is_told_once_that_it_takes_long()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, RefusedForEver);
        await SendAsync(town, notify: NotifyWhen.Delay);
        await MailTown.UntilAsync(() => town.Attempts == 1);

        clock.Pass(TimeSpan.FromHours(4));
        await MailTown.UntilAsync(() => town.Texts("alice@crepes.fr").Length == 1);
        clock.Pass(s_interval);
        await MailTown.UntilAsync(() => town.Attempts == 3);

        Assert.Contains("Action: delayed", Assert.Single(town.Texts("alice@crepes.fr")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_can_ask_for_what_waits_to_be_tried_at_once()
    {
        await using MailTown town = await MailTown.StartAsync(new SteppedClock(), null, Refused.Replace("#2-3", "#2", StringComparison.Ordinal));
        await SendAsync(town);
        await using SmtpAgent agent = await town.CallAsync("crepes.fr");

        SmtpReply? started = null;
        await MailTown.UntilAsync(() => (started = agent.AskAsync("ETRN hamburger.edu", Cancel).AsTask().GetAwaiter().GetResult()).Code == 253);

        Assert.Equal("253 2.0.0 OK, 1 pending messages for node hamburger.edu started", started!.Text);
        await MailTown.UntilAsync(() => town.Texts("bob@hamburger.edu").Length == 1);
    }

    [Fact]
    public async Task Several_waiting_messages_go_over_one_connection()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, "smtp.mail=alice@*#2:reply=451 4.3.0 Later", "smtp.mail=zo*#2:reply=451 4.3.0 Later");
        await SendAsync(town);
        await MailTown.UntilAsync(() => town.Attempts == 1);
        await SendAsync(town, "zoe@crepes.fr");
        await MailTown.UntilAsync(() => town.Attempts == 2 && Calls(town) == 2);

        clock.Pass(s_interval);
        await MailTown.UntilAsync(() => town.Waiting == 0 && Calls(town) == 3);

        Assert.Equal(2, town.Texts("bob@hamburger.edu").Length);
    }

    [Fact]
    public async Task Mail_between_servers_is_encrypted_when_both_want_it()
    {
        await using MailTown town = await MailTown.StartAsync(null, options => options with { RelaysWithTls = true });

        await SendAsync(town);

        await MailTown.UntilAsync(() => town.Texts("bob@hamburger.edu").Length == 1);
        Assert.Contains("with ESMTPS id", town.Texts("bob@hamburger.edu")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_of_the_users_file_goes_before_the_dns()
    {
        await using MailTown bob = await MailTown.StartAsync();
        string users = $"site crepes.fr 127.0.0.2\nuser alice@crepes.fr hungry\nroute hamburger.edu 127.0.0.1:{bob.At(Service.Smtp).Port}";
        await using MailTown alice = await MailTown.StartAsync(null, options => options with { Accounts = Analyzer.Servers.Accounts.AccountFile.Parse(users, "users") });

        await SendAsync(alice);

        await MailTown.UntilAsync(() => bob.Texts("bob@hamburger.edu").Length == 1);
    }
}
