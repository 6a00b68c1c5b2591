using System.Text.Json;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>The reference servers and curl talk over a loopback interface, and somebody listens.</summary>
public sealed class LoopbackTests
{
    public static bool CanSniff => LiveTools.AreThere;

    [Theory(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    [InlineData("-i", "lo")]
    [InlineData("-i", "any")]
    [InlineData("-i", "lo", "-i", "any")]
    public async Task Every_message_and_file_is_found_exactly(params string[] interfaces)
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using AnalyzerCommand live = await network.StartLive([.. interfaces, "--json"]);

        await site.Mail("Dots and lines", 200_000);
        await site.Fetch();
        await site.Transfer("numbers.bin", 3_000_000);

        Finished done = await live.Stop();
        Assert.Equal(0, done.ExitCode);
        site.AssertFoundIn(done);
        Assert.Equal(0, done.Of("capture")[0].Number("dropped"));
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_message_is_told_while_the_capture_goes_on_and_exported_at_once()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using var folder = new TemporaryFolder();
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--export", folder.At("export"));
        await site.Mail("Now", 10_000);

        JsonElement record;
        do record = Finished.Parse((await live.ReadLine())!);
        while (record.Text("type") != "message");

        Assert.Equal(site.Messages[0], record.Text("sha256"));
        Assert.Contains("Subject: Now", await File.ReadAllTextAsync(Path.Combine(folder.At("export"), record.Text("file")!), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await live.Stop()).ExitCode);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Lines_of_text_tell_what_happens()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--plain");

        await site.Mail("Plainly", 1000);
        await site.Transfer("plain.txt", 1000);

        Finished done = await live.Stop();
        Assert.Contains("message DATA \"Plainly\" from carol@hamburger.edu to bob@hamburger.edu", done.Output, StringComparison.Ordinal);
        Assert.Contains("file    STOR /plain.txt, 1.0 kB, ok", done.Output, StringComparison.Ordinal);
        Assert.Contains("login   USER/PASS bob@hamburger.edu, accepted", done.Output, StringComparison.Ordinal);
        Assert.Contains("found 3 sessions, 1 message, 2 files", done.Errors, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_capture_ends_by_itself_when_nothing_comes_any_more()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--until-idle", "200ms");

        Finished done = await live.Finish();

        Assert.Equal(0, done.ExitCode);
        Assert.Equal("lo", done.Of("capture")[0].Text("file"));
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_capture_ends_by_itself_after_so_many_packets()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--packets", "7");
        await site.Mail("Seven", 1000);

        Finished done = await live.Finish();

        Assert.Equal(7, done.Of("capture")[0].Number("packets"));
    }
}
