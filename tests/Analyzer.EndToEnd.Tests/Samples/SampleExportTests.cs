using System.Text.Json;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Samples;

/// <summary>What <c>export</c> writes of each sample is what the sender sent.</summary>
public sealed class SampleExportTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. SampleCaptures.All.Select(sample => sample.FileName)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Messages_are_exported_byte_for_byte(string name)
    {
        (Sample truth, IReadOnlyList<JsonElement> messages) = await Export(name);

        Assert.Equal(truth.Messages.Select(message => message.Sha256), messages.Select(message => HashOf(message.Text("file")!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Attachments_are_exported_byte_for_byte(string name)
    {
        (Sample truth, IReadOnlyList<JsonElement> messages) = await Export(name);

        Assert.Equal(
            truth.Messages.SelectMany(message => message.Attachments).Select(file => file.Sha256),
            messages.SelectMany(message => message.List("attachments")).Select(file => HashOf(file.Text("file")!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_name_of_a_damaged_message_says_so(string name)
    {
        (Sample truth, IReadOnlyList<JsonElement> messages) = await Export(name);

        Assert.Equal(
            truth.Messages.Select(message => message.IsComplete),
            messages.Select(message => !message.Text("file")!.Contains(".incomplete", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_file_is_in_the_index(string name)
    {
        (_, IReadOnlyList<JsonElement> messages) = await Export(name);

        IEnumerable<string> told = messages.Concat(messages.SelectMany(message => message.List("attachments"))).Select(record => record.Text("file")!).Append("index.jsonl");
        IEnumerable<string> written = Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Output, path));
        Assert.Equal(told.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_second_export_into_the_same_folder_does_not_change_what_is_there()
    {
        await Export("smtp-lecture.pcap");
        string[] first = [.. Directory.EnumerateFiles(Output, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        byte[][] before = [.. first.Select(File.ReadAllBytes)];

        await AnalyzerCommand.Run("export", Repository.At("tests", "captures", "smtp-damaged.pcap"), "--output", Output);

        Assert.Equal(before, first.Select(File.ReadAllBytes));
    }

    public void Dispose() => _folder.Dispose();

    string Output => _folder.At("exported");

    string HashOf(string file) => SampleMessage.Hash(File.ReadAllBytes(Path.Combine(Output, file)));

    async Task<(Sample Truth, IReadOnlyList<JsonElement> Messages)> Export(string name)
    {
        Finished done = await AnalyzerCommand.Run("export", Repository.At("tests", "captures", name), "--output", Output);
        Assert.Equal(0, done.ExitCode);
        var index = new Finished(0, await File.ReadAllTextAsync(Path.Combine(Output, "index.jsonl")), "");
        return (SampleCaptures.All.Single(sample => sample.FileName == name), index.Of("message"));
    }
}
