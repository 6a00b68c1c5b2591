using System.Net;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap.Agent;

namespace Analyzer.Tests.Servers.Imap;

public sealed class ImapAgentTests
{
    static readonly AgentOptions s_options = new() { CertificateCheck = CertificateChecks.AcceptAny };

    readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    async Task<ImapAgent> ConnectAsync(ServerWorkshop server, string? mechanism = null)
    {
        ImapAgent agent = await ImapAgent.ConnectAsync(server.Context.Network, server.EndPoint, s_options, _cancel);
        await agent.LogInAsync("bob", "hungry", mechanism, _cancel);
        return agent;
    }

    async Task<string?> FetchAsync(ImapAgent agent, uint uid, string section)
    {
        using var text = new MemoryStream();
        return await agent.FetchAsync(uid, section, text, _cancel) ? Encoding.Latin1.GetString(text.ToArray()) : null;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task The_agent_logs_in_in_every_way(string? mechanism)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await using (ImapAgent agent = await ImapAgent.ConnectAsync(server.Context.Network, server.EndPoint, s_options, _cancel))
            await Assert.ThrowsAsync<AgentRefusedException>(async () => await agent.LogInAsync("bob", "wrong", mechanism, _cancel));

        await using ImapAgent good = await ConnectAsync(server, mechanism);

        Assert.Equal("INBOX", Assert.Single(await good.ListAsync("*", _cancel)).Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_are_listed_found_and_fetched_also_encrypted_and_compressed(bool isProtected)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        await using ImapAgent agent = await ImapAgent.ConnectAsync(server.Context.Network, server.EndPoint, s_options, _cancel);
        if (isProtected) await agent.StartTlsAsync(_cancel);
        await agent.LogInAsync("bob", "hungry", null, _cancel);
        if (isProtected) await agent.CompressAsync(_cancel);

        ImapSelection selection = await agent.SelectAsync("INBOX", isReadOnly: true, _cancel);
        IReadOnlyList<ImapMessage> messages = await agent.MessagesAsync(_cancel);

        Assert.Equal(2, selection.Messages);
        Assert.NotEqual(0u, selection.UidValidity);
        Assert.Equal([(1u, 193L), (2u, 397L)], messages.Select(message => (message.Uid, message.Size)));
        Assert.Equal([2u], await agent.SearchAsync("SUBJECT \"two parts\"", _cancel));
        Assert.Equal(ImapWorkshop.Plain.ReplaceLineEndings("\r\n"), await FetchAsync(agent, 1, ""));
        Assert.StartsWith("Date: Fri", await FetchAsync(agent, 1, "HEADER"));
        Assert.Null(await FetchAsync(agent, 2, "3"));
        Assert.Null(await FetchAsync(agent, 9, ""));
        await agent.LogoutAsync(_cancel);
    }

    [Theory]
    [InlineData("1", "Une crêpe")]
    [InlineData("2", "GIF89a\u0001\0")]
    [InlineData("3", null)]
    public async Task A_part_comes_decoded(string part, string? expected)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        await using ImapAgent agent = await ConnectAsync(server);
        await agent.SelectAsync("INBOX", isReadOnly: true, _cancel);
        using var text = new MemoryStream();

        bool isThere = await agent.FetchPartAsync(2, part, text, _cancel);

        Assert.Equal(expected, isThere ? Encoding.Latin1.GetString(text.ToArray()) : null);
    }

    [Fact]
    public async Task Folders_are_made_filled_renamed_and_emptied()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        await using ImapAgent agent = await ConnectAsync(server);

        await agent.CreateAsync("Crêpes & \"more\"", _cancel);
        await agent.SubscribeAsync("Crêpes & \"more\"", _cancel);
        await agent.RenameAsync("Crêpes & \"more\"", "Work", _cancel);
        await agent.SelectAsync("INBOX", isReadOnly: false, _cancel);
        await agent.CopyAsync([1, 2], "Work", _cancel);
        await agent.MoveAsync([1], "Work", _cancel);
        await agent.StoreAsync([2], '+', @"\Flagged", _cancel);
        await agent.AppendAsync("Work", @"\Seen", "A: b\r\n\r\n"u8.ToArray(), _cancel);
        await agent.RemoveAsync([2], _cancel);
        await agent.SelectAsync("Work", isReadOnly: true, _cancel);

        Assert.Equal(["", "", "", @"\Seen"], (await agent.MessagesAsync(_cancel)).Select(message => string.Join(' ', message.Flags.Where(flag => flag != @"\Recent"))));
        Assert.Empty(server.Texts());
        await agent.DeleteAsync("Work", _cancel);
        Assert.Single(await agent.ListAsync("*", _cancel));
    }

    [Fact]
    public async Task An_idle_agent_hears_of_a_delivery()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await using ImapAgent agent = await ConnectAsync(server);
        await agent.SelectAsync("INBOX", isReadOnly: false, _cancel);

        ValueTask<string> news = agent.IdleAsync(_cancel);
        await server.DeliverAsync(ImapWorkshop.Plain);

        Assert.Equal("1 EXISTS", await news);
        Assert.Single(await agent.MessagesAsync(_cancel));
    }

    [Fact]
    public async Task An_argument_cannot_become_a_second_command()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await using ImapAgent agent = await ConnectAsync(server);

        await Assert.ThrowsAsync<AgentRefusedException>(async () => await agent.LogInAsync("bob", "x\r\na LOGOUT", null, _cancel));
    }

    [Theory]
    [InlineData("* BYE tired\r\n")]
    [InlineData("")]
    [InlineData("* OK\r\n* {99999999999999}\r\n")]
    [InlineData("* OK\r\n* 1 FETCH (((((\r\n* SEARCH x\r\n* 1 FETCH (BODY[ {3}\r\nabc\r\n* LIST\r\na1 NO\r\n")]
    [InlineData("* OK\r\na1 OK\r\n* 1 FETCH (UID 1 BODY[] \"quoted\")\r\na2 BAD\r\n")]
    public async Task A_server_that_talks_nonsense_does_not_bring_the_agent_down(string script)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task speaking = SpeakAsync(listener, script);
        using var network = new LoopbackNetwork();

        Exception? problem = await Record.ExceptionAsync(async () =>
        {
            await using ImapAgent agent = await ImapAgent.ConnectAsync(network, (IPEndPoint)listener.LocalEndpoint, s_options, _cancel);
            await agent.LogInAsync("bob", "hungry", null, _cancel);
            await agent.MessagesAsync(_cancel);
        });

        Assert.True(problem is AgentRefusedException or ChannelException, problem?.ToString());
        await speaking;
    }

    async Task SpeakAsync(TcpListener listener, string script)
    {
        using Socket socket = await listener.AcceptSocketAsync(_cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes(script), _cancel);
        socket.Shutdown(SocketShutdown.Send);
        byte[] heard = new byte[1000];
        try
        {
            while (await socket.ReceiveAsync(heard, _cancel) > 0)
            {
                // Whatever it is.
            }
        }
        catch (SocketException)
        {
            // The agent has gone.
        }
    }
}
