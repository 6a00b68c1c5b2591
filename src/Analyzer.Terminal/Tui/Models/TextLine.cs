namespace Analyzer.Terminal.Tui.Models;

/// <summary>A piece of a line in one role. Its text may come from a capture: whoever shows it makes it harmless.</summary>
readonly record struct TextSpan(string Text, Role Role = Role.Normal);

/// <summary>A line of text in roles.</summary>
sealed record TextLine(params IReadOnlyList<TextSpan> Spans)
{
    /// <summary>Nothing.</summary>
    public static readonly TextLine Empty = new();

    /// <summary>A line in one role.</summary>
    public static TextLine Of(string text, Role role = Role.Normal) => new(new TextSpan(text, role));

    /// <summary>The text without its roles.</summary>
    public override string ToString() => string.Concat(Spans.Select(span => span.Text));
}
