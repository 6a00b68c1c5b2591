using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>A column of a table: what it shows of a record, and how it gives way when there is little room.</summary>
sealed record TableColumn<T>(string Header, Func<T, string?> Text)
    where T : Record
{
    /// <summary>0 is always there; of the others the highest goes first.</summary>
    public int Rank { get; init; }

    /// <summary>Cells that it needs at least to be of use, if its texts are that long.</summary>
    public int MinWidth { get; init; } = 8;

    /// <summary>Numbers stand at the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Shows a moment: when all are of one day, that is said above the table.</summary>
    public bool IsMoment { get; init; }

    /// <summary>Takes the colour of the record's tone.</summary>
    public bool IsToned { get; init; }
}

/// <summary>How good the news in a row is.</summary>
enum Tone
{
    Plain,
    Warning,
    Error,
}
