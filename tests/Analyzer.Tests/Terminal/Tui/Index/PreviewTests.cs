using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Tests.Terminal.Tui.Emulator;

namespace Analyzer.Tests.Terminal.Tui.Index;

/// <summary>What is seen of a capture while it is read.</summary>
public sealed class PreviewTests : IDisposable
{
    readonly ScreenCaptures _captures = new();
    readonly CaptureIndex _index = new();
    readonly CaptureInputs _inputs;
    readonly Analysis _analysis;

    public PreviewTests()
    {
        _inputs = CaptureInputs.Open([_captures.Ftp()], SpoolUse.Keep, CancellationToken.None, out _)!;
        _analysis = new Analysis(new AnalysisOptions(), _index, _inputs.Store);
    }

    void ReadPackets(int count)
    {
        _analysis.Walk(_inputs.Sources[0], count);
        // A new one each time: the test does not wait until it is time for the next look.
        new Preview(_analysis, _index).Update(_inputs.Sources[0].Description.Packets);
    }

    void ReadAll()
    {
        _analysis.Read(_inputs.Sources[0], CancellationToken.None);
        _analysis.Complete();
    }

    [Fact]
    public void A_session_is_listed_before_it_is_over_and_grows()
    {
        ReadPackets(10);
        Assert.Equal(1, _index.Sessions.Count);
        Assert.True(_index.IsOpen(1));
        long bytes = _index.Sessions[0].ClientBytes;
        Assert.True(bytes > 0);
        ReadPackets(10);

        Assert.True(_index.Sessions[0].ClientBytes > bytes);
        Assert.Equal(("live", Role.Server), SessionSummary.State(_index.Sessions[0], _index));
    }

    [Fact]
    public void The_session_that_is_over_takes_the_place_of_the_open_one()
    {
        ReadPackets(20);
        ReadAll();

        Assert.Equal(1, _index.Sessions.Count);
        Assert.False(_index.IsOpen(1));
        Assert.Same(_index.Sessions[0], _index.Session(1));
        Assert.Equal(Analyzer.Dissection.Sessions.SessionOutcome.Closed, _index.Sessions[0].Outcome);
    }

    [Fact]
    public void A_session_passes_the_filter_once_it_does()
    {
        var list = new SessionListModel(_index, new ViewSettings());
        Assert.True(Filter.TryParse("user:deploy", out Filter? filter, out _));
        list.FilterBy(filter);
        ReadPackets(5);
        list.Update();
        Assert.Equal((0, 1), (list.Count, list.Total));
        ReadPackets(15);
        list.Update();

        Assert.Equal(1, list.Count);
    }

    [Fact]
    public void A_list_that_is_paused_stays_as_it_is()
    {
        var settings = new ViewSettings();
        var list = new SessionListModel(_index, settings);
        list.Update();
        ReadPackets(20);
        list.Update();
        settings.IsPaused = true;
        ReadAll();
        _index.OnRecord(_index.Sessions[0] with { Id = 2 });
        list.Update();
        Assert.Equal(1, list.Count);
        settings.IsPaused = false;
        list.Update();

        Assert.Equal(2, list.Count);
    }

    [Fact]
    public void Trees_are_known_when_all_is_read()
    {
        ReadPackets(10_000);

        Assert.Contains(_index.Trees, node => node.Path == "/pub/NOTES.txt");
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _captures.Dispose();
    }
}
