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
}

/// <summary>What the user has chosen about how things are shown, in all views alike.</summary>
sealed class ViewSettings(bool revealsSecrets = false)
{
    /// <summary>How moments are shown.</summary>
    public TimeFormat Time { get; private set; }

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
        Time = (TimeFormat)(((int)Time + 1) % 3);
        Version++;
    }

    /// <summary>Shows or hides passwords.</summary>
    public void ToggleSecrets()
    {
        RevealsSecrets = !RevealsSecrets;
        Version++;
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
