using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>Draws amounts: bars with their numbers, and lines of blocks over time. Never braille, which some readers read aloud.</summary>
static class Plot
{
    const int LabelWidth = 16, ValueWidth = 7;

    /// <summary>Rows that a chart takes.</summary>
    public static int HeightOf(Chart chart) => Math.Max(1, chart.Bars.Count) + 2;

    /// <summary>Rows that a timeline takes.</summary>
    public const int TimelineHeight = 4;

    public static void Bars(Canvas canvas, Chart chart)
    {
        canvas.Text(0, 0, chart.Title, Role.Heading);
        if (chart.Bars.Count == 0) canvas.Text(0, 1, "none", Role.Dim);
        long most = chart.Bars.Count == 0 ? 1 : Math.Max(1, chart.Bars.Max(bar => bar.Value));
        int room = Math.Max(0, canvas.Width - LabelWidth - ValueWidth - 2);
        for (int i = 0; i < chart.Bars.Count; i++)
        {
            (string label, long value, string text) = chart.Bars[i];
            canvas.Text(0, i + 1, label, Role.Normal, LabelWidth - 1);
            canvas.Text(LabelWidth + ValueWidth - text.Length, i + 1, text, Role.Normal);
            int cells = (int)(value * room / most);
            if (value > 0) canvas.Part(LabelWidth + ValueWidth + 1, i + 1, Math.Max(1, cells), 1).Fill(canvas.Symbols.Full, Role.Client);
        }
    }

    public static void Line(Canvas canvas, Timeline timeline, (int First, int Count)? brush = null)
    {
        canvas.Text(0, 0, timeline.Title, Role.Heading);
        canvas.Row(0).Right(0, $"most {timeline.Most}", Role.Dim);
        string signs = canvas.Symbols.Bars;
        long most = Math.Max(1, timeline.Values.Max());
        for (int x = 0; x < canvas.Width; x++)
        {
            long value = timeline.Values[x * timeline.Values.Count / canvas.Width];
            int level = value == 0 ? 0 : 1 + (int)(value * (signs.Length - 2) / most);
            canvas.Part(x, 1, 1, 1).Fill(signs[level], Role.Server);
            int at = x * timeline.Values.Count / canvas.Width;
            if (brush is { } chosen && at >= chosen.First && at < chosen.First + chosen.Count) canvas.Part(x, 1, 1, 1).Emphasize(Emphasis.Reverse);
        }
        canvas.Text(0, 2, timeline.From, Role.Dim);
        canvas.Row(2).Right(0, timeline.To, Role.Dim);
    }
}
