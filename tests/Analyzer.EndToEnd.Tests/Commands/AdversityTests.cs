using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Commands;

/// <summary>Disks that are full and files that may not be read.</summary>
public sealed class AdversityTests : IDisposable
{
    static readonly string s_capture = Repository.At("tests", "captures", SampleCaptures.All[0].FileName);

    readonly TemporaryFolder _folder = new();

    // A limit on the size of files stands for a full disk: from the first kilobyte on, nothing more can be written. The runtime keeps its
    // code in such a file, too, unless it is told not to.
    [Theory(SkipUnless = nameof(HasShell), Skip = "there is no such limit here")]
    [InlineData("0")]
    [InlineData("1")]
    public async Task A_disk_that_gets_full_while_exporting_is_told_and_leaves_no_file_that_looks_whole(string kilobytes)
    {
        string output = _folder.At("out");
        using AnalyzerCommand command = AnalyzerCommand.StartBehind(["bash", "-c", $"trap '' XFSZ; ulimit -f {kilobytes}; export DOTNET_EnableDiagnostics=0 DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "bash"], "export", s_capture, "--output", output);
        Finished told = await command.Finish();

        Assert.Equal(3, told.ExitCode);
        Assert.NotEmpty(told.Errors);
        Assert.DoesNotContain("Unhandled", told.Errors, StringComparison.Ordinal);
        Finished whole = await AnalyzerCommand.Run("export", s_capture, "--output", _folder.At("whole"));
        Assert.Equal(0, whole.ExitCode);
        foreach (string file in Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("index.jsonl", StringComparison.Ordinal)))
        {
            string twin = Path.Combine(_folder.At("whole"), Path.GetRelativePath(output, file));
            Assert.Equal(await File.ReadAllBytesAsync(twin, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }
    }

    [Fact(SkipUnless = nameof(HasFullDevice), Skip = "there is no /dev/full")]
    public async Task Standard_output_that_takes_no_more_is_told()
    {
        using AnalyzerCommand command = AnalyzerCommand.StartBehind(["bash", "-c", "exec \"$@\" > /dev/full", "bash"], "read", "--json", s_capture);
        Finished told = await command.Finish();

        Assert.Equal((3, "analyzer: the output cannot be written: the disk is full\n"), (told.ExitCode, told.Errors));
    }

    [Fact(SkipUnless = nameof(HasRightsToLose), Skip = "whoever runs this may read everything")]
    public async Task A_capture_that_may_not_be_read_is_refused()
    {
        string capture = _folder.Write("secret.pcap", await File.ReadAllBytesAsync(s_capture, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(capture, UnixFileMode.None);

        Finished told = await AnalyzerCommand.Run("read", capture);

        Assert.Equal((2, $"analyzer: {capture}: It may not be read: permission denied.\n"), (told.ExitCode, told.Errors));
    }

    public static bool HasShell => File.Exists("/bin/bash");

    public static bool HasFullDevice => HasShell && File.Exists("/dev/full");

    public static bool HasRightsToLose => !OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess;

    public void Dispose() => _folder.Dispose();
}
