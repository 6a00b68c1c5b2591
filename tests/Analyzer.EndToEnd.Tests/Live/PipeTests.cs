using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>A capture comes by standard input while it is made.</summary>
public sealed class PipeTests
{
    public static TheoryData<string> Names => [.. SampleCaptures.All.Select(sample => sample.FileName)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pipe_says_the_same_as_the_file(string name)
    {
        Sample sample = SampleCaptures.All.Single(one => one.FileName == name);
        Finished piped = await AnalyzerCommand.RunWith(sample.Bytes, "live", "-", "--json");
        Finished read = await AnalyzerCommand.RunWith(sample.Bytes, "read", "-", "--json");

        Assert.Equal(0, piped.ExitCode);
        Assert.Equal(Told(read), Told(piped));
    }

    static IEnumerable<string> Told(Finished done) => done.Records.Where(record => record.Text("type") != "capture").Select(record => record.ToString());

    [Fact]
    public async Task What_has_come_is_told_before_more_comes()
    {
        Sample sample = SampleCaptures.All[0];
        using AnalyzerCommand live = AnalyzerCommand.Start("live", "-", "--json");
        await live.Input.WriteAsync(sample.Bytes, TestContext.Current.CancellationToken);
        await live.Input.FlushAsync(TestContext.Current.CancellationToken);

        int sessions = 0;
        while (sessions < sample.Sessions.Count && await live.ReadLine() is { } line) sessions += Finished.Parse(line).Text("type") == "session" ? 1 : 0;

        live.Input.Close();
        Assert.Equal(0, (await live.Finish()).ExitCode);
        Assert.Equal(sample.Sessions.Count, sessions);
    }

    [Fact]
    public async Task A_pipe_that_is_no_capture_is_told_as_such()
    {
        Finished done = await AnalyzerCommand.RunWith("hello, world, I am no capture"u8.ToArray(), "live", "-");

        Assert.Equal(2, done.ExitCode);
        Assert.StartsWith("analyzer: standard input: ", done.Errors, StringComparison.Ordinal);
    }
}
