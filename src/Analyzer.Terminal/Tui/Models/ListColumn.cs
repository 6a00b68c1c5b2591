using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A column of a list: what it shows of a record, by what it sorts, and how it gives way when there is little room.</summary>
sealed record ListColumn<T>(string Header, Func<T, string?> Text)
    where T : Record
{
    /// <summary>0 is always there; of the others the highest goes first.</summary>
    public int Rank { get; init; }

    /// <summary>Cells that it needs at least to be of use, if its texts are that long.</summary>
    public int MinWidth { get; init; } = 8;

    /// <summary>Numbers stand at the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>What is too long loses its middle: both ends tell it from others (addresses, paths).</summary>
    public bool KeepsEnds { get; init; }

    /// <summary>What the rows are sorted by; null: the text.</summary>
    public Func<T, long>? Key { get; init; }

    /// <summary>It shows this moment, in the format that the user has chosen.</summary>
    public Func<T, Timestamp>? Moment { get; init; }

    /// <summary>The role of its text; null: plain.</summary>
    public Func<T, Role>? Role { get; init; }

    /// <summary>What it shows is secret: the secret itself, which is shown only when the user asks for it. Null: nothing is.</summary>
    public Func<T, string?>? Secret { get; init; }

    /// <summary>The field of the filter language that has the same values; null: none has.</summary>
    public string? Field { get; init; }
}
