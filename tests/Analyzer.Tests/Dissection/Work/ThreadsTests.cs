using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Work;

/// <summary>The output is the same, byte for byte, whatever the number of threads.</summary>
public sealed class ThreadsTests
{
    public static TheoryData<string> Files =>
    [
        .. Under("samples-pcap"),
        .. Under("tests", "captures"),
    ];

    public static TheoryData<string> Hostile => [.. HostileCaptures.All.Keys];

    static IEnumerable<string> Under(params ReadOnlySpan<string> folder) =>
        Directory.EnumerateFiles(Repository.At(folder), "*.pcap*").Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal);

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Files))]
    public void A_capture_gives_the_same_output_with_any_number_of_threads(string file) => Compare(File.ReadAllBytes(Repository.At(file)));

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Hostile))]
    public void A_hostile_capture_gives_the_same_output_with_any_number_of_threads(string name) => Compare(HostileCaptures.All[name]());

    static void Compare(byte[] capture)
    {
        byte[] alone = Output(capture, 1);

        Assert.NotEmpty(alone);
        Assert.Equal(alone, Output(capture, 2));
        Assert.Equal(alone, Output(capture, 4));
    }

    static byte[] Output(byte[] capture, int threads)
    {
        using var output = new MemoryStream();
        using var guarded = new GuardedOutput(output);
        using var lines = new JsonLines(guarded);
        using IPacketSource source = CaptureOpening.Open(capture, "capture")!;
        var analysis = new Analysis(new AnalysisOptions { Threads = threads }, lines, new MemoryStore(capture));
        analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        lines.Flush();
        return output.ToArray();
    }
}
