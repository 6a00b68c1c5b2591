namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>The servers keep their word, however they end.</summary>
public sealed class CrashTests
{
    const int Towns = 2, KillsOfEach = 50;

    [Fact]
    public async Task A_hundred_kills_lose_no_accepted_message_and_double_none_that_was_not_sent_again()
    {
        await Task.WhenAll(Enumerable.Range(1, Towns).Select(KillAndCount));
    }

    static async Task KillAndCount(int seed)
    {
        using var servers = new KilledServers(seed);
        for (int kill = 0; kill < KillsOfEach; kill++) await servers.KillWhileSending();
        await servers.DeliverAll();

        Assert.True(servers.Accepted.Count >= KillsOfEach);
        foreach (string user in new[] { "bob@hamburger.edu", "carol@hamburger.edu" })
        {
            Dictionary<int, int> found = servers.In("hamburger.edu", user);
            Assert.Empty(servers.Accepted.Except(found.Keys));
            Assert.DoesNotContain(found, one => one.Value > 1);
        }
        // One server sends again to the other what it has no reply for: there a message may come twice, but never not at all.
        Assert.Empty(servers.Accepted.Except(servers.In("crepes.fr", "alice@crepes.fr").Keys));
    }
}
