using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Counts and plots. They are made anew at most every two seconds while a capture is read.</summary>
sealed class StatisticsScreen(TuiApp app) : Screen(app)
{
    const int ColumnWidth = 56, Gap = 3;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    StatisticsModel? _model;
    long _version = -1, _made;
    bool _isAsking;
    int _top, _height, _most;
    (int First, int Count)? _brush;

    public override string Title => "Statistics";

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("sessions-then", "Enter", "lists the sessions that began in the time that the brush is on", FilterByBrush) { Label = "Sessions then" },
        new("brush-right", "> Right l", "moves the brush to a later time", () => MoveBrush(1)) { Label = "Time" },
        new("brush-left", "< Left h", "moves it to an earlier one", () => MoveBrush(-1)),
        new("brush-wider", "]", "makes the brush wider", () => WidenBrush(1)),
        new("brush-narrower", "[", "makes it narrower", () => WidenBrush(-1)),
        new("down", "Down j", "scrolls down", () => Scroll(1)) { Label = "Scroll" },
        new("up", "Up k", "scrolls up", () => Scroll(-1)),
        new("page-down", "PgDn Space", "scrolls down by a page", () => Scroll(_height)),
        new("page-up", "PgUp", "scrolls up by a page", () => Scroll(-_height)),
        new("top", "Home g", "goes to the top", () => Scroll(-_most)),
        new("bottom", "End G", "goes to the end", () => Scroll(_most)),
    ];

    void MoveBrush(int step)
    {
        if (_model is not { Timelines: [var line, ..] }) return;
        // It appears where something happened first.
        (int first, int count) = _brush ?? (step > 0 ? -1 : line.Values.Count, 1);
        _brush = (Math.Clamp(first + step, 0, line.Values.Count - count), count);
        TellBrush(line);
    }

    void WidenBrush(int step)
    {
        if (_model is not { Timelines: [var line, ..] } || _brush is not { } brush) return;
        _brush = (brush.First, Math.Clamp(brush.Count + step, 1, line.Values.Count - brush.First));
        TellBrush(line);
    }

    void TellBrush(Timeline line)
    {
        if (_brush is { } brush) App.Say($"{TimeAt(line, brush.First)} to {TimeAt(line, brush.First + brush.Count)}; Enter lists the sessions that began then.");
    }

    static string TimeAt(Timeline line, int value) => new Timestamp(line.TimeOf(value)).ToString()[..23] + "Z";

    void FilterByBrush()
    {
        if (_model is not { Timelines: [var line, ..] } || _brush is not { } brush)
        {
            App.Say("Choose a time with < and > first.");
            return;
        }
        if (!Filter.TryParse($"time>={TimeAt(line, brush.First)} time<{TimeAt(line, brush.First + brush.Count)}", out Filter? filter, out _)) return;
        App.ShowRoot(0);
        if (App.Top is SessionsScreen sessions) sessions.SetFilter(filter);
    }

    void Scroll(int rows) => _top = Math.Clamp(_top + rows, 0, Math.Max(0, _most - _height));

    public override void Refresh()
    {
        bool isDue = _made == 0 || !App.IsBusy || Environment.TickCount64 - _made > s_patience.TotalMilliseconds;
        if (_isAsking || _version == App.Index.Version || !isDue) return;
        (_isAsking, _version, _made) = (true, App.Index.Version, Environment.TickCount64);
        Index.CaptureIndex index = App.Index;
        App.Worker.Do(_ =>
        {
            var model = StatisticsModel.Of(index);
            return () => (_model, _isAsking) = (model, false);
        });
    }

    public override bool Handle(InputEvent input)
    {
        if (input is not MouseInput { Action: MouseAction.WheelDown or MouseAction.WheelUp } wheel) return false;
        Scroll(wheel.Action == MouseAction.WheelDown ? 3 : -3);
        return true;
    }

    public override void Draw(Canvas canvas)
    {
        if (_model is not { } model) return;
        // Drawn whole on a sheet as tall as it needs to be, of which a part is seen.
        int columns = Math.Max(1, (canvas.Width + Gap) / (ColumnWidth + Gap));
        int width = (canvas.Width - 2 - (columns - 1) * Gap) / columns;
        int[] heights = new int[columns];
        _height = canvas.Height;
        foreach (Timeline timeline in model.Timelines) Place(canvas, heights, width, Plot.TimelineHeight, part => Plot.Line(part, timeline, _brush));
        foreach (Chart chart in model.Charts) Place(canvas, heights, width, Plot.HeightOf(chart), part => Plot.Bars(part, chart));
        _most = heights.Max();
        if (_top + _height < _most) canvas.Row(canvas.Height - 1).Right(0, $" {canvas.Symbols.Down} more ", Role.Key);
    }

    // Under the shortest column. What is cut by the edge is left out whole: half a plot deceives.
    void Place(Canvas canvas, int[] heights, int width, int height, Action<Canvas> draw)
    {
        int column = Array.IndexOf(heights, heights.Min());
        int y = heights[column] - _top;
        heights[column] += height;
        if (y >= 0 && y < canvas.Height) draw(canvas.Part(1 + column * (width + Gap), y, width, Math.Min(height, canvas.Height - y)));
    }
}
