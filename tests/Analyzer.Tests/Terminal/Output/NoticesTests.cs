using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class NoticesTests : IDisposable
{
    readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void A_hostile_name_takes_one_harmless_line()
    {
        new Notices(_error).Error("a\nb\u001b[2J: There is no such file.");

        Assert.Equal("analyzer: a\\nb\\x1b[2J: There is no such file.\n", _error.ToString());
    }

    [Fact]
    public void Quiet_leaves_out_warnings_and_never_errors()
    {
        var notices = new Notices(_error, isQuiet: true);

        notices.Warning("small");
        notices.Note("done");
        notices.Error("large");

        Assert.Equal("analyzer: large\n", _error.ToString());
    }

    [Fact]
    public void An_unfinished_line_is_removed_first()
    {
        var notices = new Notices(_error) { BeforeLine = () => _error.Write("<erased>") };

        notices.Warning("small");

        Assert.Equal("<erased>analyzer: warning: small\n", _error.ToString());
    }

    public void Dispose() => _error.Dispose();
}
