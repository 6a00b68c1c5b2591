using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Widgets;

/// <summary>Breaks lines to a width, behind blanks where there are some.</summary>
static class TextLayout
{
    /// <summary>The lines of a text broken to rows; each row knows the number of its line.</summary>
    public static List<(TextLine Row, int Line)> Wrap(IReadOnlyList<TextLine> lines, int width, bool isAscii)
    {
        var rows = new List<(TextLine, int)>(lines.Count);
        for (int i = 0; i < lines.Count; i++)
        {
            foreach (TextLine row in Wrap(lines[i], Math.Max(4, width), isAscii)) rows.Add((row, i));
        }
        return rows;
    }

    static List<TextLine> Wrap(TextLine line, int width, bool isAscii)
    {
        if (line.Spans.Count == 0) return [line];
        var rows = new List<TextLine>();
        var row = new List<TextSpan>();
        int used = 0;
        foreach (TextSpan span in line.Spans)
        {
            string text = span.Text;
            while (text.Length > 0)
            {
                int end = Break(text, width - used, isAscii, out int columns, mayBeNone: used > 0);
                if (end > 0) row.Add(span with { Text = text[..end] });
                used += columns;
                text = text[end..];
                if (text.Length == 0) break;
                rows.Add(new TextLine([.. row]));
                row.Clear();
                used = 0;
                text = text.TrimStart(' ');
            }
        }
        if (row.Count > 0 || rows.Count == 0) rows.Add(new TextLine([.. row]));
        return rows;
    }

    // How much of a text fits: up to the last blank, or up to the edge when that would leave half of the room empty. Codes are not torn
    // apart, and at least one character is taken into an empty row.
    static int Break(string text, int room, bool isAscii, out int columns, bool mayBeNone)
    {
        var reader = new GraphemeReader(text, isAscii);
        int start = -1, before = 0, blank = 0, blankColumns = 0;
        columns = 0;
        while (reader.TryRead(out Grapheme grapheme))
        {
            if (reader.Start != start) (start, before) = (reader.Start, columns);
            if (columns + grapheme.Width > room && (start > 0 || mayBeNone))
            {
                bool breaksAtBlank = blank > 0 && (blankColumns > room / 2 || mayBeNone);
                (int end, columns) = breaksAtBlank ? (blank, blankColumns) : (start, before);
                return end;
            }
            columns += grapheme.Width;
            if (text[start] == ' ') (blank, blankColumns) = (start + 1, columns);
        }
        return text.Length;
    }
}
