using System.Globalization;
using System.Text;
using Analyzer.Dissection.Mail;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Bytes as lines to read: as text in a character set, as HTML, or in hexadecimal.</summary>
static class ContentText
{
    const int TabWidth = 8;
    const int BytesPerLine = 16;

    /// <summary>The longest line that is shown; the rest is cut with a mark.</summary>
    public const int MaxLine = 64 * 1024;

    /// <summary>As text; gaps stand where they are.</summary>
    public static List<TextLine> Plain(ContentBytes content, string? charset)
    {
        List<TextLine> lines = [];
        ForEachStretch(content, lines, bytes => AddText(lines, Charsets.Decode(bytes, charset)));
        return lines;
    }

    /// <summary>HTML as text, links as footnotes with their true targets.</summary>
    public static List<TextLine> Html(ContentBytes content, string? charset)
    {
        HtmlText html = HtmlText.Render(Charsets.Decode(content.Data, charset));
        List<TextLine> lines = [];
        AddText(lines, html.Text);
        for (int i = 0; i < lines.Count; i++)
        {
            if (IsFootnote(lines[i].ToString())) lines[i] = TextLine.Of(lines[i].ToString(), Role.Link);
        }
        foreach (HtmlLink link in html.Links)
        {
            if (IsDeceiving(link)) lines.Add(TextLine.Of($"! '{link.Shown}' leads to {link.Target}", Role.Warn));
        }
        if (html.HasHiddenText) lines.Insert(0, TextLine.Of("Some text is hidden from the reader of the mail; it is marked [hidden: ...].", Role.Warn));
        AddEnd(lines, content);
        return lines;
    }

    static bool IsFootnote(string line) => line.StartsWith('[') && line.IndexOf(']', StringComparison.Ordinal) is > 1 and < 6 && char.IsAsciiDigit(line[1]);

    // The text looks like an address of one host and leads to another.
    static bool IsDeceiving(HtmlLink link)
    {
        string shown = link.Shown.Contains("://", StringComparison.Ordinal) ? link.Shown : "http://" + link.Shown;
        if (!link.Shown.Contains('.', StringComparison.Ordinal) || link.Shown.Contains(' ', StringComparison.Ordinal)) return false;
        return Uri.TryCreate(shown, UriKind.Absolute, out Uri? says) && Uri.TryCreate(link.Target, UriKind.Absolute, out Uri? leads)
            && leads.Scheme is "http" or "https" && !says!.Host.Equals(leads.Host, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sixteen bytes a line, with their offset and their characters.</summary>
    public static List<TextLine> Hex(ContentBytes content)
    {
        List<TextLine> lines = [];
        long offset = content.Start;
        ForEachStretch(content, lines, bytes =>
        {
            for (; !bytes.IsEmpty; bytes = bytes[Math.Min(BytesPerLine, bytes.Length)..], offset += BytesPerLine)
                lines.Add(HexLine(offset, bytes[..Math.Min(BytesPerLine, bytes.Length)]));
        });
        return lines;
    }

    static TextLine HexLine(long offset, ReadOnlySpan<byte> bytes)
    {
        var hex = new StringBuilder(3 * BytesPerLine);
        var characters = new StringBuilder(BytesPerLine);
        foreach (byte value in bytes)
        {
            hex.Append(CultureInfo.InvariantCulture, $"{value:x2} ");
            characters.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }
        return new TextLine(new($"{offset:x8}  ", Role.Dim), new($"{hex,-3 * BytesPerLine} "), new($"{characters}", Role.Server));
    }

    delegate void StretchReader(ReadOnlySpan<byte> bytes);

    static void ForEachStretch(ContentBytes content, List<TextLine> lines, StretchReader read)
    {
        int from = 0;
        foreach ((int offset, long missing) in content.Gaps)
        {
            read(content.Data.AsSpan(from, offset - from));
            lines.Add(TextLine.Of($"///// {Quantity.Bytes(missing)} missing here /////", Role.Gap));
            from = offset;
        }
        read(content.Data.AsSpan(from));
        AddEnd(lines, content);
    }

    static void AddEnd(List<TextLine> lines, ContentBytes content)
    {
        if (content.IsBroken) lines.Add(TextLine.Of("The rest cannot be read from the capture any more.", Role.Error));
        else if (content.HasMore) lines.Add(TextLine.Of($"Bytes {content.Start} to {content.Start + content.Data.Length}; going on shows what follows, s saves all.", Role.Warn));
    }

    static void AddText(List<TextLine> lines, string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            string shown = line.Length > MaxLine ? $"{line[..MaxLine]}[{line.Length - MaxLine} characters more]" : line.ToString();
            shown = ExpandTabs(shown);
            lines.Add(shown.StartsWith('>') ? TextLine.Of(shown, Role.Dim) : TextLine.Of(shown));
        }
    }

    static string ExpandTabs(string text)
    {
        if (!text.Contains('\t', StringComparison.Ordinal)) return text;
        var wide = new StringBuilder(text.Length + TabWidth);
        foreach (char c in text)
        {
            if (c == '\t') wide.Append(' ', TabWidth - wide.Length % TabWidth);
            else wide.Append(c);
        }
        return wide.ToString();
    }
}
