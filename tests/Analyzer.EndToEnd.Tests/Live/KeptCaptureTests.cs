using System.Globalization;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>The capture that is kept while it is watched.</summary>
public sealed class KeptCaptureTests
{
    public static bool CanSniff => LiveTools.AreThere;

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task What_was_written_says_the_same_when_it_is_read()
    {
        using var folder = new TemporaryFolder();
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--write", folder.At("kept.pcapng"));
        await site.Mail("Kept", 100_000);
        await site.Transfer("kept.bin", 1_000_000);

        Finished watched = await live.Stop(), read = await AnalyzerCommand.Run("read", folder.At("kept.pcapng"), "--json");

        Assert.Equal(0, read.ExitCode);
        Assert.Equal(WithoutCapture(watched), WithoutCapture(read));
    }

    static IEnumerable<string> WithoutCapture(Finished done) => done.Records.Where(record => record.Text("type") != "capture").Select(record => record.ToString());

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_capture_that_was_killed_can_be_read()
    {
        using var folder = new TemporaryFolder();
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using (AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--write", folder.At("killed.pcapng")))
        {
            await site.Mail("Before the end", 50_000);
            while (await live.ReadLine() is { } line && !line.Contains("\"type\":\"session\"", StringComparison.Ordinal)) continue;
            await LiveTools.Run("kill", "-KILL", live.Id.ToString(CultureInfo.InvariantCulture));
            await live.Finish();
        }

        Finished read = await AnalyzerCommand.Run("read", folder.At("killed.pcapng"), "--json");

        Assert.Equal(0, read.ExitCode);
        site.AssertFoundIn(read);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_ring_keeps_the_latest_files_and_counts_what_has_left()
    {
        using var folder = new TemporaryFolder();
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--write", folder.At("ring.pcapng"), "--ring", "3x500k");
        for (int i = 0; i < 3; i++) await site.Transfer($"{i}.bin", 1_000_000);

        Finished done = await live.Stop();

        site.AssertFoundIn(done);
        FileInfo[] files = [.. new DirectoryInfo(folder.Path).GetFiles("ring_*.pcapng").OrderBy(file => file.Name, StringComparer.Ordinal)];
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.InRange(file.Length, 1, 500_000));
        Assert.Matches(@"left to make room: [\d.]+ MB of capture with [\d ]+ packets, \d+ sessions?, \d+ messages? or files", done.Errors);
        Assert.Equal(0, (await AnalyzerCommand.Run(["read", .. files.Select(file => file.FullName), "--json"])).ExitCode);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_full_disk_sends_the_capture_to_memory_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        // The reserve of 256 MiB and a little more.
        await LiveTools.Run("mount", "-t", "tmpfs", "-o", "size=280m", "tmpfs", folder.Path);
        try
        {
            await using NetworkNamespace network = await NetworkNamespace.Create();
            await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
            using AnalyzerCommand live = await network.StartLive("-i", "lo", "--json", "--write", folder.At("full.pcapng"));
            await site.Transfer("large.bin", 30_000_000);
            await site.Mail("After the flood", 10_000);

            Finished done = await live.Stop();

            site.AssertFoundIn(done);
            Assert.Contains(done.Of("finding"), finding => finding.Text("code") == "spool-in-memory");
            Finished read = await AnalyzerCommand.Run("read", folder.At("full.pcapng"), "--json");
            Assert.Equal(0, read.ExitCode);
            Assert.InRange(read.Of("capture")[0].Number("bytes"), 10_000_000, 50_000_000);
        }
        finally
        {
            await LiveTools.Run("umount", folder.Path);
        }
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_file_that_is_there_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("precious.pcapng", [1, 2, 3]);

        Finished done = await AnalyzerCommand.Run("live", "-i", "lo", "--write", file);

        Assert.Equal(1, done.ExitCode);
        Assert.Equal($"analyzer: --write {file}: it is there already\n", done.Errors);
        Assert.Equal(3, new FileInfo(file).Length);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Without_a_name_the_capture_is_private_and_goes_with_the_run()
    {
        using var folder = new TemporaryFolder();
        await using NetworkNamespace network = await NetworkNamespace.Create();
        using AnalyzerCommand live = AnalyzerCommand.StartBehind([.. network.Launcher, $"TMPDIR={folder.Path}"], "live", "-i", "lo");
        Assert.Contains("watching", await live.ReadErrorLine(), StringComparison.Ordinal);
        string spool = Directory.GetDirectories(folder.Path, "analyzer-live-*").Single();
        string mode = await LiveTools.Run("stat", "-c", "%a", spool);

        await live.Stop();

        Assert.Equal("700\n", mode);
        Assert.False(Directory.Exists(spool));
    }
}
