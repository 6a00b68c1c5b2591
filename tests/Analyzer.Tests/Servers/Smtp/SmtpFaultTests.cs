namespace Analyzer.Tests.Servers.Smtp;

public sealed class SmtpFaultTests
{
    const string Sent = "C: MAIL FROM:<alice@crepes.fr>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...\n";

    [Theory]
    [InlineData("smtp.connect:reply=421 4.3.2 Not today", "S: 421 4.3.2 Not today\nS: (end)")]
    [InlineData("smtp.connect:close", "S: (end)")]
    [InlineData("smtp.rcpt=bob@*:reply=550 5.1.1 Nobody", "S: 220...\nC: MAIL FROM:<a@b.c>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 550 5.1.1 Nobody\nC: RCPT TO:<carol@hamburger.edu>\nS: 250...")]
    [InlineData("smtp.noop#2:reply=421 Shutting down", "S: 220...\nC: NOOP\nS: 250...\nC: NOOP\nS: 421 Shutting down\nS: (end)")]
    [InlineData("smtp.ehlo:broken-reply", "S: 220...\nC: EHLO x\nS: 250 hamburger.edu...\nS: 250-PIPELINING\nS: ...\nS: 250 AUTH...")]
    [InlineData("smtp.content:reply=554 5.6.0 I do not like it", "S: 220...\n" + Sent + "C: DATA\nS: 354...\nC: x\nC: .\nS: 554 5.6.0...\nC: NOOP\nS: 250...")]
    [InlineData("smtp.data:reply=451 4.3.0 Not now", "S: 220...\n" + Sent + "C: DATA\nS: 451...\nC: NOOP\nS: 250...")]
    [InlineData("smtp.data:cut=3", "S: 220...\n" + Sent + "C: DATA\nS: 354...\nC: 12345\nS: (end)")]
    public async Task The_server_goes_wrong_as_it_was_told(string fault, string script)
    {
        await using MailTown town = await MailTown.StartAsync(fault);

        await town.PlayAsync(script);

        Assert.Empty(town.Texts("bob@hamburger.edu"));
    }

    [Fact]
    public async Task Greylisting_lets_the_second_attempt_through()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, "smtp.rcpt=bob@*:greylist=30s");

        await town.PlayAsync("S: 220...\nC: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 451...");
        clock.Pass(TimeSpan.FromSeconds(30));

        await town.PlayAsync("S: 220...\nC: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...");
    }

    [Fact]
    public async Task A_delayed_reply_comes_when_the_time_has_passed()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null, "smtp.noop:delay=10s");
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync("S: 220...\nC: NOOP");
        Task<string?> reply = client.ReadAsync();
        await MailTown.UntilAsync(() => town.Log.Lines.Any(line => line.Text == "NOOP"));

        while (!reply.IsCompleted)
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal("250 OK", await reply);
    }
}
