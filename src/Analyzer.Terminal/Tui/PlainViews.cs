using System.Collections.Immutable;
using System.Text;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui;

/// <summary>Prints the views that the screens show, from the same models: for pipes, for terminals that cannot be drawn on, for braille.</summary>
static class PlainViews
{
    /// <summary>The views, by their names; the first is the usual one.</summary>
    public static readonly ImmutableArray<string> Names = ["sessions", "messages", "files", "hosts", "credentials", "statistics", "findings"];

    /// <summary>Reads the captures and prints a view of them; returns the exit status.</summary>
    public static int Print(RunRequest request, string view, ViewSettings settings, StandardStreams streams)
    {
        using CaptureLoad? load = CaptureLoad.Open(request, out string problem);
        if (load is not null)
        {
            load.Start(() => { });
            load.Wait();
            problem = load.Problem ?? "";
        }
        if (load is null || problem.Length > 0)
        {
            new Notices(streams.Error, request.IsQuiet).Error(problem);
            return ExitStatus.NoCapture;
        }
        using var writer = new StreamWriter(streams.Output, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        Print(view, load.Index, request.Filter, settings, writer, streams.Width);
        return load.State == LoadState.Done ? ExitStatus.Ok : ExitStatus.Incomplete;
    }

    /// <summary>Prints a view of what was found.</summary>
    public static void Print(string view, CaptureIndex index, Dissection.Filtering.Filter? filter, ViewSettings settings, TextWriter writer, int width)
    {
        switch (view)
        {
            case "messages": List(new MessageListModel(index, settings), filter, writer, width); break;
            case "files": List(new TransferListModel(index, settings) { ShowsListings = true }, filter, writer, width); break;
            case "hosts": List(new HostListModel(index, settings), filter, writer, width); break;
            case "credentials": List(new CredentialListModel(index, settings), filter, writer, width); break;
            case "findings": List(new FindingListModel(index, settings), filter, writer, width); break;
            case "statistics": Statistics(StatisticsModel.Of(index), writer); break;
            default: List(new SessionListModel(index, settings), filter, writer, width); break;
        }
    }

    static void List<T>(ListModel<T> model, Dissection.Filtering.Filter? filter, TextWriter writer, int width)
        where T : Record
    {
        model.FilterBy(filter);
        model.Update();
        writer.WriteLine(Quantity.Count(model.Count, model.Noun));
        if (model.Count == 0) return;
        string[] headers = [.. model.Columns.Select(column => column.Header.ToUpperInvariant())];
        int[] needed = [.. headers.Select(header => header.Length)];
        for (int row = 0; row < model.Count; row++)
        {
            string[] cells = model.TextsOf(row);
            for (int i = 0; i < cells.Length; i++) needed[i] = Math.Max(needed[i], Math.Min(cells[i].Length, width));
        }
        int[] widths = TableLayout.Fit(needed, [.. model.Columns.Select(column => column.MinWidth)], [.. model.Columns.Select(column => column.Rank)], width);
        writer.WriteLine(Line(headers, widths, model));
        for (int row = 0; row < model.Count; row++) writer.WriteLine(Line(model.TextsOf(row), widths, model));
    }

    static string Line<T>(string[] cells, int[] widths, ListModel<T> model)
        where T : Record
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            if (widths[i] == 0) continue;
            string text = SafeText.From(cells[i]);
            if (text.Length > widths[i]) text = text[..(widths[i] - 1)] + "…";
            line.Append(model.Columns[i].IsNumber ? text.PadLeft(widths[i]) : text.PadRight(widths[i])).Append(' ', TableLayout.Gap);
        }
        return line.ToString().TrimEnd();
    }

    static void Statistics(StatisticsModel model, TextWriter writer)
    {
        foreach (Chart chart in model.Charts)
        {
            writer.WriteLine(chart.Title);
            foreach ((string label, _, string text) in chart.Bars) writer.WriteLine($"  {SafeText.From(label),-20} {text,8}");
        }
        foreach (Timeline timeline in model.Timelines) writer.WriteLine($"{timeline.Title}: most {timeline.Most}, from {timeline.From} to {timeline.To}");
    }
}
