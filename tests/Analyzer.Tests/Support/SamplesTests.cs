using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Support;

public sealed class SamplesTests
{
    public static TheoryData<string> Names => [.. SampleCaptures.All.Select(sample => sample.FileName)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_committed_sample_is_what_the_builder_makes(string name)
    {
        byte[] made = SampleCaptures.All.Single(sample => sample.FileName == name).Bytes;
        string path = Repository.At("tests", "captures", name);
        if (Environment.GetEnvironmentVariable("ANALYZER_WRITE_SAMPLES") == "1") File.WriteAllBytes(path, made);

        Assert.Equal(made, File.ReadAllBytes(path));
    }

    [Fact]
    public void Each_committed_capture_is_made_by_the_builder()
    {
        string[] committed = [.. Directory.GetFiles(Repository.At("tests", "captures")).Select(path => Path.GetFileName(path)).Order()];

        Assert.Equal(SampleCaptures.All.Select(sample => sample.FileName).Order(), committed);
    }
}
