using Analyzer.Dissection.Export;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Export;

public sealed class TakenNameTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static string? Write(ExportDirectory directory, string text)
    {
        using ExportFile? file = directory.Begin("", "a.txt", out string problem);
        Assert.True(file is not null, problem);
        Assert.True(file.TryWrite(RecordSamples.Bytes(text), out problem), problem);
        return file.Commit(out _);
    }

    ExportDirectory Open(TakenName taken) => ExportDirectory.Open(_folder.Path, out _, taken)!;

    [Theory]
    [InlineData(TakenName.Number, "a-2.txt", "old")]
    [InlineData(TakenName.Skip, null, "old")]
    [InlineData(TakenName.Replace, "a.txt", "new")]
    public void A_name_that_is_taken_is_treated_as_the_user_says(TakenName taken, string? name, string left)
    {
        File.WriteAllText(_folder.At("a.txt"), "old");

        Assert.Equal(name, Write(Open(taken), "new"));
        Assert.Equal(left, File.ReadAllText(_folder.At("a.txt")));
    }

    [Theory]
    [InlineData(TakenName.Skip)]
    [InlineData(TakenName.Replace)]
    public void What_the_same_run_has_written_stays_and_is_no_reason_to_leave_another_out(TakenName taken)
    {
        ExportDirectory directory = Open(taken);
        Write(directory, "first");

        Assert.Equal("a-2.txt", Write(directory, "second"));
        Assert.Equal("first", File.ReadAllText(_folder.At("a.txt")));
    }

    [Fact(SkipUnless = nameof(HasLinks), Skip = "links need rights here")]
    public void A_link_is_replaced_and_never_followed()
    {
        File.WriteAllText(_folder.At("precious"), "precious");
        File.CreateSymbolicLink(_folder.At("a.txt"), _folder.At("precious"));
        Write(Open(TakenName.Replace), "new");

        Assert.Equal("precious", File.ReadAllText(_folder.At("precious")));
        Assert.Equal("new", File.ReadAllText(_folder.At("a.txt")));
    }

    public static bool HasLinks => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();
}
