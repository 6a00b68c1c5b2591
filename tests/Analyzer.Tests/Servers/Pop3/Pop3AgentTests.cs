using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Pop3;
using Analyzer.Servers.Pop3.Agent;

namespace Analyzer.Tests.Servers.Pop3;

public sealed class Pop3AgentTests
{
    readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    static Task<ServerWorkshop> StartAsync() => ServerWorkshop.StartAsync((context, store) => new Pop3Server(context, new Pop3ServerOptions { Store = store }));

    async Task<Pop3Agent> ConnectAsync(ServerWorkshop server) =>
        await Pop3Agent.ConnectAsync(server.Context.Network, server.EndPoint, new AgentOptions { CertificateCheck = CertificateChecks.AcceptAny }, _cancel);

    [Theory]
    [InlineData(null)]
    [InlineData("APOP")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task The_agent_logs_in_in_every_way(string? mechanism)
    {
        await using ServerWorkshop server = await StartAsync();
        await using (Pop3Agent agent = await ConnectAsync(server))
            await Assert.ThrowsAsync<AgentRefusedException>(async () => await agent.LogInAsync("bob", "wrong", mechanism, _cancel));
        await using Pop3Agent good = await ConnectAsync(server);

        await good.LogInAsync("bob", "hungry", mechanism, _cancel);

        Assert.Empty(await good.ListAsync(tellsUniqueIds: true, _cancel));
    }

    [Fact]
    public async Task A_message_comes_as_it_was_delivered_and_goes_when_the_agent_quits()
    {
        await using ServerWorkshop server = await StartAsync();
        await server.DeliverAsync("Subject: one\n\n.\n..dots\n");
        await using Pop3Agent agent = await ConnectAsync(server);
        await agent.StartTlsAsync(_cancel);
        await agent.LogInAsync("bob", "hungry", null, _cancel);

        Pop3Message message = Assert.Single(await agent.ListAsync(tellsUniqueIds: true, _cancel));
        using var text = new MemoryStream();
        using var header = new MemoryStream();
        await agent.RetrieveAsync(message.Number, text, _cancel);
        await agent.TopAsync(message.Number, 0, header, _cancel);
        await agent.DeleteAsync(message.Number, _cancel);
        await agent.QuitAsync(_cancel);

        Assert.Equal((1, 27, true), (message.Number, message.Size, message.UniqueId is not null));
        Assert.Equal("Subject: one\r\n\r\n.\r\n..dots\r\n", Encoding.ASCII.GetString(text.ToArray()));
        Assert.Equal("Subject: one\r\n\r\n", Encoding.ASCII.GetString(header.ToArray()));
        Assert.Empty(server.Texts());
    }

    [Fact]
    public async Task A_refusal_names_the_command_and_the_reply()
    {
        await using ServerWorkshop server = await StartAsync();
        await using Pop3Agent agent = await ConnectAsync(server);
        await agent.LogInAsync("bob", "hungry", null, _cancel);

        var refusal = await Assert.ThrowsAsync<AgentRefusedException>(async () => await agent.RetrieveAsync(7, Stream.Null, _cancel));

        Assert.Equal("RETR 7: -ERR no such message", refusal.Message);
    }

    [Fact]
    public async Task Capabilities_are_lines()
    {
        await using ServerWorkshop server = await StartAsync();
        await using Pop3Agent agent = await ConnectAsync(server);

        Assert.Contains("UIDL", await agent.CapabilitiesAsync(_cancel));
    }
}
