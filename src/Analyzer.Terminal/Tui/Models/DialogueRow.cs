using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A row of a dialogue as it is shown.</summary>
/// <param name="Phase">The phase that begins here; empty: it goes on.</param>
/// <param name="Delay">The time since the row before; empty: at once.</param>
/// <param name="Mark">
/// <c>x</c> error, <c>!</c> warning or secret, <c>#</c> missing bytes, <c>+</c> folded, <c>/ | \</c> commands sent together.
/// </param>
/// <param name="Line">What is said; an explanation of <c>--teach</c> has no record.</param>
sealed record DialogueRow(string Phase, string Delay, char Mark, ConversationLine Line)
{
    /// <summary>C, S, or a sign of the analysis.</summary>
    public char Speaker => Line.Speaker switch { Output.Speaker.Client => 'C', Output.Speaker.Server => 'S', _ => '-' };

    /// <summary>The role of the text.</summary>
    public Role Role => (Line.Tone, Line.Speaker) switch
    {
        (Tone.Error, _) => Role.Error,
        (Tone.Warning, _) => Role.Warn,
        (_, Output.Speaker.Client) => Role.Client,
        (_, Output.Speaker.Server) => Role.Server,
        _ => Role.Dim,
    };

    /// <summary>The role of the mark.</summary>
    public Role MarkRole => Mark switch { 'x' => Role.Error, '!' => Role.Warn, '#' => Role.Gap, _ => Role.Dim };

    /// <summary>The row as one line of plain text.</summary>
    public override string ToString() => $"{Phase,-10} {Delay,8} {Mark} {Speaker} {Line.Text}{(Line.Remark is null ? "" : $"  ({Line.Remark})")}";
}
