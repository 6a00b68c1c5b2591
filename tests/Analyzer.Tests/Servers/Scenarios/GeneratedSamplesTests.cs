using Analyzer.Servers.Recording;
using Analyzer.Servers.Scenarios;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Servers.Scenarios;

public sealed class GeneratedSamplesTests
{
    const int UsualSeed = 1;
    const int MaxSize = 200_000;

    public static TheoryData<string> Names => [.. CaptureGenerator.Titles.Select(title => title.Name)];

    public static TheoryData<string> Repeatable => [.. CaptureGenerator.Titles.Where(title => title.IsRepeatable).Select(title => title.Name)];

    [Theory]
    [MemberData(nameof(Repeatable))]
    public void The_committed_sample_is_what_generate_makes(string name)
    {
        GeneratedCapture made = CaptureGenerator.Generate(name, UsualSeed, Impairments.None, TestContext.Current.CancellationToken)!;

        Assert.Equal(File.ReadAllBytes(Repository.At("samples-pcap", name + ".pcapng")), made.Bytes.ToArray());
        Assert.Equal(File.ReadAllText(Repository.At("samples-pcap", name + ".truth.json")), made.Truth.ToJson());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_sample_is_small_and_described_and_has_its_truth(string name)
    {
        string description = File.ReadAllText(Repository.At("samples-pcap", "README.md"));

        Assert.InRange(new FileInfo(Repository.At("samples-pcap", name + ".pcapng")).Length, 1, MaxSize);
        Assert.True(File.Exists(Repository.At("samples-pcap", name + ".truth.json")));
        Assert.Contains($"`{name}.pcapng`", description, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_committed_sample_is_a_scenario()
    {
        IEnumerable<string> committed = Directory.GetFiles(Repository.At("samples-pcap"), "*.pcap*").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

        Assert.Equal(CaptureGenerator.Titles.Select(title => title.Name).Order(), committed);
    }
}
