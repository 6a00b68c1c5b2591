using System.Text.Json;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>Interfaces come and go.</summary>
public sealed class DeviceTests
{
    public static bool CanSniff => LiveTools.AreThere;

    [Theory(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    [InlineData("link set wire0 down", "link set wire0 up")]
    [InlineData("link del wire0", "link add wire0 type veth peer name wire1")]
    public async Task An_interface_that_goes_away_and_comes_back_is_told_and_captured_again(string down, string up)
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await network.Ip("link add wire0 type veth peer name wire1");
        await SwitchOn(network);
        using AnalyzerCommand live = await network.StartLive("-i", "wire0", "--json", "-f", "arp");

        await network.Ip(down);
        string gone = await NextFinding(live);
        await network.Ip(up);
        await SwitchOn(network);
        string back = await NextFinding(live);
        // Nobody answers, but the question goes out on the wire.
        await network.Run("sh", "-c", "curl --silent --max-time 1 http://10.78.0.9/ || true");

        Finished done = await live.Stop();
        Assert.Equal(("interface-down", "interface-up"), (gone, back));
        Assert.True(done.Of("capture")[0].Number("packets") > 0, done.Output);
    }

    static async Task SwitchOn(NetworkNamespace network)
    {
        await network.Ip("address replace 10.78.0.1/24 dev wire0");
        await network.Ip("link set wire0 up");
        await network.Ip("link set wire1 up");
    }

    static async Task<string> NextFinding(AnalyzerCommand live)
    {
        while (await live.ReadLine() is { } line)
        {
            JsonElement record = Finished.Parse(line);
            if (record.Text("type") == "finding") return record.Text("code")!;
        }
        return "";
    }
}
