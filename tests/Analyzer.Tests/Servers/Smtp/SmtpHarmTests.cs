using System.Net.Sockets;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Tests.Servers.Smtp;

/// <summary>Clients that would harm the others.</summary>
public sealed class SmtpHarmTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static async Task SendOneAsync(MailTown town, int number)
    {
        await using SmtpAgent agent = await town.CallAsync();
        SmtpResult result = await agent.SendAsync(new SmtpEnvelope { Sender = "alice@crepes.fr", Recipients = [new("bob@hamburger.edu")] }, System.Text.Encoding.ASCII.GetBytes($"Subject: {number}\r\n\r\n"), null, Cancel);
        Assert.True(result.IsAccepted);
        await agent.QuitAsync(Cancel);
    }

    [Fact]
    public async Task Five_hundred_clients_at_a_time_are_served()
    {
        await using MailTown town = await MailTown.StartAsync();
        SmtpAgent[] agents = await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ => await town.CallAsync()));

        SmtpResult[] results = await Task.WhenAll(agents.Select(async (agent, number) =>
            await agent.SendAsync(new SmtpEnvelope { Sender = "alice@crepes.fr", Recipients = [new("bob@hamburger.edu")] }, System.Text.Encoding.ASCII.GetBytes($"Subject: number {number}\r\n\r\n"), null, Cancel)));
        await Task.WhenAll(agents.Select(async agent => await agent.QuitAsync(Cancel)));
        foreach (SmtpAgent agent in agents) await agent.DisposeAsync();

        Assert.All(results, result => Assert.True(result.IsAccepted));
        string[] texts = town.Texts("bob@hamburger.edu");
        Assert.Equal(500, texts.Select(text => text.Split("Subject: ")[1]).Distinct().Count());
        Assert.Equal(500, texts.Length);
    }

    [Fact]
    public async Task Silent_clients_make_room_for_those_who_speak()
    {
        await using MailTown town = await MailTown.StartAsync(null, options => options with { Limits = new ServerLimits { MaxConnections = 3 } });
        using ScriptedClient speaking = await town.ConnectAsync();
        await speaking.PlayAsync("S: 220...\nC: NOOP\nS: 250...");
        List<ScriptedClient> silent = [];
        for (int number = 0; number < 10; number++) silent.Add(await town.ConnectAsync());

        await SendOneAsync(town, 1);

        await speaking.PlayAsync("C: NOOP\nS: 250...");
        foreach (ScriptedClient client in silent) client.Dispose();
    }

    [Fact]
    public async Task When_all_places_are_taken_by_who_speaks_the_next_one_waits_outside()
    {
        await using MailTown town = await MailTown.StartAsync(null, options => options with { Limits = new ServerLimits { MaxConnections = 1 } });
        using ScriptedClient speaking = await town.ConnectAsync();
        await speaking.PlayAsync("S: 220...\nC: NOOP\nS: 250...");

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using ScriptedClient late = await town.ConnectAsync();
            Assert.NotNull(await late.ReadAsync());
        });

        await speaking.PlayAsync("C: QUIT\nS: 221...\nS: (end)");
    }

    [Fact]
    public async Task A_silent_client_is_told_to_go()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null);
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync("S: 220...");

        clock.Pass(TimeSpan.FromMinutes(1));

        await client.PlayAsync("S: 421 hamburger.edu closing connection: silent for too long\nS: (end)");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_a_mistake_and_an_endless_one_the_end()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();

        await client.SendAsync("NOOP " + new string('x', 70_000) + "\r\n");
        await client.PlayAsync("S: 220...\nS: 500 Line too long\nC: NOOP\nS: 250...");
        byte[] more = new byte[64 * 1024];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            // Far more than any socket buffers.
            for (int count = 0; count < 1000; count++) await client.SendAsync(more);
        });

        await SendOneAsync(town, 1);
    }

    [Fact]
    public async Task A_text_without_an_end_is_not_listened_to_for_ever()
    {
        await using MailTown town = await MailTown.StartAsync(null, options => options with { Limits = new ServerLimits { MaxMessage = 100_000 } });
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync("S: 220...\nC: MAIL FROM:<>\nS: 250...\nC: RCPT TO:<bob@hamburger.edu>\nS: 250...\nC: DATA\nS: 354...");

        byte[] more = new byte[64 * 1024];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (int count = 0; count < 1000; count++) await client.SendAsync(more);
        });

        await SendOneAsync(town, 1);
    }

    [Fact]
    public async Task A_client_that_never_reads_holds_nobody_up()
    {
        var clock = new SteppedClock();
        await using MailTown town = await MailTown.StartAsync(clock, null);
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, Blocking = false };
        await deaf.ConnectAsync(town.At(Analyzer.Servers.Running.Service.Smtp), Cancel);
        byte[] commands = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("HELP\r\n", 5000)));

        // Until the server, whose replies nobody takes, stops reading.
        int stuck = 0;
        while (stuck < 50)
        {
            int sent = 0;
            try
            {
                sent = deaf.Send(commands);
            }
            catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
            {
                await Task.Delay(2, Cancel);
            }
            stuck = sent > 0 ? 0 : stuck + 1;
        }
        await SendOneAsync(town, 1);
        clock.Pass(TimeSpan.FromMinutes(2));

        await MailTown.UntilAsync(() => town.Log.Lines.Any(line => line.Text == "The other side does not read."));
    }

    [Fact]
    public async Task Who_makes_nothing_but_mistakes_is_hung_up_on()
    {
        await using MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();

        for (int count = 0; count < 20; count++) await client.SendAsync("GET / HTTP/1.1\r\n");

        await client.PlayAsync("S: ...\nS: 421...\nS: (end)");
    }

    [Fact]
    public async Task The_server_takes_leave_when_it_stops()
    {
        MailTown town = await MailTown.StartAsync();
        using ScriptedClient client = await town.ConnectAsync();
        await client.PlayAsync("S: 220...\nC: NOOP\nS: 250...");

        await town.DisposeAsync();

        await client.PlayAsync("S: 421 hamburger.edu closing connection: the server stops\nS: (end)");
    }
}
