using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Samples;

/// <summary>Users stop commands in the middle.</summary>
public sealed class InterruptionTests
{
    const int PcapHeader = 24;
    static readonly string s_capture = Repository.At("tests", "captures", "smtp-lecture.pcap");

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_command_quietly()
    {
        // More output than a pipe holds, so that the command still prints when its reader is gone.
        using AnalyzerCommand command = AnalyzerCommand.Start(["read", .. Enumerable.Repeat(s_capture, 300), "--json"]);
        command.Input.Close();
        Assert.NotNull(await command.ReadLine());
        command.StopReading();

        Finished done = await command.Finish();

        Assert.Equal("", done.Errors);
    }

    [Fact(SkipUnless = nameof(HasSignals), Skip = "Ctrl-C cannot be sent from here")]
    public async Task Ctrl_C_ends_the_command_with_the_shells_number_for_it()
    {
        using AnalyzerCommand command = AnalyzerCommand.StartInterruptible("read", "-", "--json", "--quiet");
        Task<Finished> ending = command.Finish();
        byte[] capture = SampleCaptures.All[0].Bytes;
        await command.Input.WriteAsync(capture, TestContext.Current.CancellationToken);
        // More input than a pipe holds: when it is written, the command is reading.
        for (int i = 0; i < 20; i++) await command.Input.WriteAsync(capture.AsMemory(PcapHeader), TestContext.Current.CancellationToken);
        await command.Input.FlushAsync(TestContext.Current.CancellationToken);

        await command.Interrupt();

        Finished done = await ending;
        Assert.Equal(130, done.ExitCode);
        Assert.DoesNotContain("   at ", done.Errors, StringComparison.Ordinal);
        Assert.All(done.Records, record => Assert.NotNull(record.Text("type")));
    }

    public static bool HasSignals => OperatingSystem.IsLinux();
}
