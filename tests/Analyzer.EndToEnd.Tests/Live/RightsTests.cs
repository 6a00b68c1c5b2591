namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>What is needed to capture, and what is done without it.</summary>
public sealed class RightsTests
{
    public static bool CanSniff => LiveTools.AreThere;

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Without_rights_one_line_says_how_to_get_them()
    {
        using AnalyzerCommand live = AnalyzerCommand.StartBehind(["setpriv", "--bounding-set", "-net_raw,-net_admin", "--inh-caps", "-net_raw,-net_admin"], "live", "-i", "lo");

        Finished done = await live.Finish();

        Assert.Equal(2, done.ExitCode);
        Assert.Equal("", done.Output);
        Assert.Matches(@"^analyzer: You may not capture on lo\. Either: sudo setcap cap_net_raw,cap_net_admin=eip .+; or: sudo tcpdump -i lo -U -w - \| analyzer live -\n$", done.Errors);
    }

    [Theory(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    [InlineData("live", "-i", "lo")]
    [InlineData("interfaces")]
    public async Task Without_the_library_one_line_says_what_to_install(params string[] words)
    {
        // A file system of its own, in which the library is an empty file.
        const string Hide = "for f in $(find /usr/lib /lib -name 'libpcap.so*' -type f 2>/dev/null | sort -u); do mount --bind /dev/null \"$f\"; done; exec \"$@\"";
        using AnalyzerCommand command = AnalyzerCommand.StartBehind(["unshare", "--mount", "sh", "-c", Hide, "sh"], words);

        Finished done = await command.Finish();

        Assert.Equal(2, done.ExitCode);
        Assert.Equal("analyzer: Live capture needs libpcap: install the package libpcap0.8 (Debian, Ubuntu) or libpcap (others).\n", done.Errors);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Rights_are_given_up_once_the_interface_is_open()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--user", "nobody");
        string[] status = await File.ReadAllLinesAsync($"/proc/{live.Id}/status", TestContext.Current.CancellationToken);
        await site.Mail("For nobody", 5000);

        Finished done = await live.Stop();

        string user = status.First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("0", user.Split('\t').Skip(1));
        Assert.Matches("^CapEff:\t0+$", status.First(line => line.StartsWith("CapEff:", StringComparison.Ordinal)));
        site.AssertFoundIn(done);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Who_called_sudo_owns_the_capture()
    {
        using var folder = new TemporaryFolder();
        await LiveTools.Run("chmod", "777", folder.Path);
        await using NetworkNamespace network = await NetworkNamespace.Create();
        string nobody = (await LiveTools.Run("id", "-u", "nobody")).Trim();
        using AnalyzerCommand live = AnalyzerCommand.StartBehind([.. network.Launcher, $"SUDO_UID={nobody}"], "live", "-i", "lo", "--write", folder.At("mine.pcapng"), "--until-idle", "100ms");

        Finished done = await live.Finish();

        Assert.Equal(0, done.ExitCode);
        Assert.Equal($"nobody 600\n", await LiveTools.Run("stat", "-c", "%U %a", folder.At("mine.pcapng")));
    }

    [Theory(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    [InlineData(1, "The capture filter 'tcp prot 25' cannot be used", "-i", "lo", "-f", "tcp prot 25")]
    [InlineData(2, "There is no interface nowhere0", "-i", "nowhere0")]
    [InlineData(1, "there is no default route")]
    [InlineData(1, "there is no user 'no one'", "-i", "lo", "--user", "no one")]
    [InlineData(1, "--ring: '10M' is not COUNTxLIMIT", "--ring", "10M")]
    [InlineData(1, "'lo' is not '-'", "lo")]
    public async Task A_mistake_is_told_in_one_line(int status, string message, params string[] words)
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        using AnalyzerCommand live = AnalyzerCommand.StartBehind(network.Launcher, ["live", .. words]);

        Finished done = await live.Finish();

        Assert.Equal(status, done.ExitCode);
        Assert.Contains(message, done.Errors, StringComparison.Ordinal);
        Assert.Equal(1, done.Errors.Count(character => character == '\n'));
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Interfaces_are_listed_with_addresses_and_state()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await network.Ip("link add aside0 type veth peer name aside1");
        using AnalyzerCommand table = AnalyzerCommand.StartBehind(network.Launcher, "interfaces");
        using AnalyzerCommand json = AnalyzerCommand.StartBehind(network.Launcher, "interfaces", "--json");

        Finished listed = await table.Finish(), told = await json.Finish();

        Assert.Matches(@"lo +up, loopback +127\.0\.0\.1", listed.Output);
        Assert.Matches(@"aside0 +down", listed.Output);
        Assert.Contains("127.0.0.1", told.Records.Single(record => record.Text("name") == "lo").Texts("addresses"));
        Assert.False(told.Records.Single(record => record.Text("name") == "aside1").Truth("up"));
    }
}
