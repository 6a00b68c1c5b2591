using System.Globalization;
using Analyzer.Capture;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>How moments are shown.</summary>
enum TimeFormat
{
    /// <summary>The time of day, in UTC.</summary>
    Clock,

    /// <summary>Date and time, in UTC.</summary>
    Date,

    /// <summary>Seconds since the first packet of the capture.</summary>
    Relative,

    /// <summary>In lists, seconds since the row before.</summary>
    Delta,
}

/// <summary>What the user has chosen about how things are shown, in all views alike.</summary>
sealed class ViewSettings(bool revealsSecrets = false)
{
    const int MaxSplit = 80;

    /// <summary>Columns of <see cref="Split"/> that are worth a row where panes lie below each other.</summary>
    public const int ColumnsPerRow = 4;

    /// <summary>How moments are shown.</summary>
    public TimeFormat Time { get; private set; }

    /// <summary>By how many columns the first pane of a divided screen is wider than usual; negative: narrower.</summary>
    public int Split { get; private set; }

    /// <summary>Makes the first pane wider, or narrower.</summary>
    public void MoveSplit(int columns) => Split = Math.Clamp(Split + columns, -MaxSplit, MaxSplit);

    /// <summary>Passwords are shown.</summary>
    public bool RevealsSecrets { get; private set; } = revealsSecrets;

    /// <summary>What is shown stays as it is, while the capture goes on.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Explanations are shown at each phase of a dialogue.</summary>
    public bool Teaches { get; init; }

    /// <summary>Changes whenever a choice changes: what was made of the old ones is to be made anew.</summary>
    public int Version { get; private set; }

    /// <summary>The next format of moments.</summary>
    public void NextTimeFormat()
    {
        Time = (TimeFormat)(((int)Time + 1) % 4);
        Version++;
    }

    /// <summary>Shows or hides passwords.</summary>
    public void ToggleSecrets()
    {
        RevealsSecrets = !RevealsSecrets;
        Version++;
    }

    /// <summary>A moment in the format chosen, with the moment of the row before; empty when unknown.</summary>
    public string Moment(Timestamp time, Timestamp start, Timestamp before)
    {
        if (Time != TimeFormat.Delta || !time.IsKnown || !before.IsKnown) return Moment(time, start);
        double seconds = (time - before) / 1e9;
        return seconds.ToString(seconds < 0 ? "0.000" : "+0.000", CultureInfo.InvariantCulture);
    }

    /// <summary>A moment in the format chosen; empty when unknown.</summary>
    public string Moment(Timestamp time, Timestamp start)
    {
        if (!time.IsKnown) return "";
        return Time switch
        {
            TimeFormat.Clock => time.ToString()[11..19],
            TimeFormat.Date => Quantity.Moment(time),
            _ => ((time - start) / 1e9).ToString("0.000", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A secret, or what stands for it.</summary>
    public string Secret(string? secret) => secret is null ? "" : RevealsSecrets ? secret : RecordTables.Mask;
}
