using System.Net;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Sockets;
using Analyzer.Servers.Recording.Timing;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Tests.Servers.Recording;

/// <summary>Plays over real sockets, at addresses of 127.0.0.0/8 and free ports.</summary>
public sealed class SocketNetworkTests
{
    const string Skipped = "needs Linux, where all of 127.0.0.0/8 is the loopback interface";
    static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool HasAllAddresses => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    public void The_clock_stands_still_until_everything_that_was_sent_has_arrived() => Run(async (network, pump) =>
    {
        (ConnectionContext client, ConnectionContext server) = await ConnectAsync(network);
        byte[] sent = new byte[1_000_000];
        Random.Shared.NextBytes(sent);
        await client.Transport.Output.WriteAsync(sent, TestContext.Current.CancellationToken);
        await client.Transport.Output.CompleteAsync();

        await Task.Delay(TimeSpan.FromSeconds(1), pump.Clock, TestContext.Current.CancellationToken);

        Assert.Equal(sent, await ReadToEndAsync(server));
        Assert.Equal(s_start.AddSeconds(1), pump.Clock.GetUtcNow());
    });

    [Fact(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    public void Hours_pass_in_a_moment_when_nothing_is_on_its_way() => Run(async (network, pump) =>
    {
        (ConnectionContext client, ConnectionContext _) = await ConnectAsync(network);

        await Task.Delay(TimeSpan.FromHours(30), pump.Clock, TestContext.Current.CancellationToken);

        Assert.Equal(s_start.AddHours(30), pump.Clock.GetUtcNow());
        Assert.False(client.ConnectionClosed.IsCancellationRequested);
    });

    [Fact(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    public void Both_ends_know_each_other_and_what_each_sent() => Run(async (network, _) =>
    {
        (ConnectionContext client, ConnectionContext server) = await ConnectAsync(network);
        await client.Transport.Output.WriteAsync("ask"u8.ToArray(), TestContext.Current.CancellationToken);
        await server.Transport.Output.WriteAsync("answer"u8.ToArray(), TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), network.Clock, TestContext.Current.CancellationToken);

        IConnectionEnd opener = Assert.Single(network.Connections.Ends, end => end.IsOpener);

        Assert.Equal(("127.0.2.10", "127.51.100.25"), (opener.Ends.Local.Address.ToString(), opener.Ends.Remote.Address.ToString()));
        Assert.Equal("ask", Encoding.ASCII.GetString(opener.Sent.Span));
        Assert.Equal("answer", Encoding.ASCII.GetString(network.Connections.PeerOf(opener).Sent.Span));
    });

    [Fact(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    public void A_reset_reaches_the_other_side() => Run(async (network, pump) =>
    {
        (ConnectionContext client, ConnectionContext server) = await ConnectAsync(network);

        server.Abort(new ConnectionAbortedException("enough"));
        await Task.Delay(TimeSpan.FromSeconds(1), pump.Clock, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ConnectionResetException>(async () => await client.Transport.Input.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(client.ConnectionClosed.IsCancellationRequested);
    });

    [Fact(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    public void Where_nobody_listens_the_connection_is_refused() => Run(async (network, _) =>
    {
        IPlayHost laptop = network.AddHost("laptop", "192.0.2.10", "");

        SocketException refused = await Assert.ThrowsAsync<SocketException>(async () => await laptop.ConnectAsync(new IPEndPoint(IPAddress.Parse("127.51.100.25"), 1), null, CancellationToken.None));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.DoesNotContain(network.Connections.Ends, end => end.IsOpen);
    });

    [Fact(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    public void An_address_elsewhere_is_silent_and_nothing_is_sent_there() => Run(async (network, pump) =>
    {
        IPlayHost laptop = network.AddHost("laptop", "192.0.2.10", "");

        SocketException silent = await Assert.ThrowsAsync<SocketException>(async () => await laptop.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.9.8.7"), 25), null, CancellationToken.None));

        Assert.Equal(SocketError.TimedOut, silent.SocketErrorCode);
        Assert.Empty(network.Connections.Ends);
        Assert.True(pump.Clock.GetUtcNow() > s_start);
    });

    [Theory(SkipUnless = nameof(HasAllAddresses), Skip = Skipped)]
    [InlineData("what", "that")]
    [InlineData("quiet", null)]
    public void Questions_by_datagram_are_answered_or_not(string question, string? answer) => Run(async (network, pump) =>
    {
        IPlayHost laptop = network.AddHost("laptop", "192.0.2.10", ""), names = network.AddHost("names", "203.0.113.53", "");
        await using var answering = await names.AnswerAsync(new IPEndPoint(names.Address, 0), (bytes, _) => bytes.Span.SequenceEqual("what"u8) ? "that"u8.ToArray() : (ReadOnlyMemory<byte>?)null, CancellationToken.None);

        ReadOnlyMemory<byte>? told = await laptop.AskAsync(answering.Local, Encoding.ASCII.GetBytes(question), TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(answer, told is { } bytes ? Encoding.ASCII.GetString(bytes.Span) : null);
        Assert.Equal(answer is null ? s_start.AddMinutes(1) : s_start, pump.Clock.GetUtcNow());
    });

    static void Run(Func<SocketNetwork, Pump, Task> play)
    {
        var pump = new Pump(s_start) { Stop = TestContext.Current.CancellationToken };
        using var network = new SocketNetwork(pump, seed: 1);
        pump.Run(() => play(network, pump));
    }

    static async Task<(ConnectionContext Client, ConnectionContext Server)> ConnectAsync(SocketNetwork network)
    {
        IPlayHost laptop = network.AddHost("laptop", "192.0.2.10", ""), server = network.AddHost("server", "198.51.100.25", "");
        IConnectionListener listener = await server.ListenAsync(new IPEndPoint(server.Address, 0), CancellationToken.None);
        ConnectionContext client = await laptop.ConnectAsync((IPEndPoint)listener.EndPoint, null, CancellationToken.None);
        return (client, (await listener.AcceptAsync())!);
    }

    static async Task<byte[]> ReadToEndAsync(ConnectionContext connection)
    {
        using var all = new MemoryStream();
        await connection.Transport.Input.CopyToAsync(all);
        return all.ToArray();
    }
}
