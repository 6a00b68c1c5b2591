namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>A client and servers in different networks, with a wire between them that loses, doubles and reorders packets.</summary>
public sealed class BadWireTests
{
    public static bool CanSniff => LiveTools.AreThere;

    [Theory(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    [InlineData("client")]
    [InlineData("server")]
    public async Task Every_message_and_file_is_exact_on_either_side_of_the_fault(string side)
    {
        await using BadWire wire = await BadWire.Create();
        await using MailSite site = await MailSite.Start(wire.Server, wire.Client, BadWire.ServerAddress);
        using AnalyzerCommand live = await (side == "client" ? wire.Client : wire.Server).StartLive("-i", BadWire.Device, "--json");

        await Talk(site);

        Finished done = await live.Stop();
        Assert.True(wire.Faults > 50, $"only {wire.Faults} faults");
        site.AssertFoundIn(done);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Every_message_and_file_is_exact_when_both_sides_are_heard_at_once()
    {
        await using BadWire wire = await BadWire.Create();
        await using MailSite site = await MailSite.Start(wire.Server, wire.Client, BadWire.ServerAddress);
        using AnalyzerCommand live = AnalyzerCommand.StartBehind(["env", "--default-signal=INT"], "live", "-i", wire.ClientMiddle, "-i", wire.ServerMiddle, "--json");
        Assert.Contains("watching", await live.ReadErrorLine(), StringComparison.Ordinal);

        await Talk(site);

        site.AssertFoundIn(await live.Stop());
    }

    static async Task Talk(MailSite site)
    {
        for (int i = 0; i < 3; i++) await site.Mail($"Mail {i}", 150_000);
        await site.Fetch();
        await site.Transfer("over-a-bad-wire.bin", 1_000_000);
    }
}
