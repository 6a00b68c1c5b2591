using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>Turns the pieces of HTML into text, one after another, once.</summary>
internal sealed class HtmlRenderer(HtmlLimits limits)
{
    static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        StringComparer.Ordinal,
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul");

    static readonly FrozenSet<string> SpacedBlocks = FrozenSet.Create(
        StringComparer.Ordinal, "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table");

    /// <summary>Their content is no text.</summary>
    static readonly FrozenSet<string> Skipped = FrozenSet.Create(StringComparer.Ordinal, "script", "style", "title", "template", "xml", "svg");

    static readonly FrozenSet<string> Void = FrozenSet.Create(
        StringComparer.Ordinal, "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr");

    /// <summary>An element of these names ends where the next begins.</summary>
    static readonly FrozenSet<string> ImplicitlyClosed = FrozenSet.Create(StringComparer.Ordinal, "dd", "dt", "li", "p", "td", "th", "tr");

    static readonly string[] HidingStyles = ["display:none", "visibility:hidden", "font-size:0", "opacity:0", "max-height:0", "mso-hide:all"];

    readonly TextLayout _layout = new(limits);
    readonly List<HtmlLink> _links = [];
    readonly StringBuilder _shown = new();
    string? _target;

    /// <summary>The hidden element that the reader is in, and how many of the same name are open in it.</summary>
    string? _hidden;
    int _hiddenDepth;
    bool _hasHidden;
    bool _hasCutLinks;

    public HtmlText Render(string html)
    {
        var reader = new HtmlReader(html);
        while (!_layout.IsFull && reader.TryRead(out HtmlPiece piece))
        {
            if (piece == HtmlPiece.Text) AddText(reader.Value);
            else if (piece == HtmlPiece.OpenTag) Open(ref reader, reader.Value.ToString().ToLowerInvariant());
            else Close(reader.Value.ToString().ToLowerInvariant());
        }

        EndLink();
        if (_hidden != null) _layout.Append("]");
        return new HtmlText(AddFootnotes(_layout.Complete()), _links, _hasHidden, _layout.IsFull || _hasCutLinks);
    }

    void AddText(ReadOnlySpan<char> raw)
    {
        string text = WebUtility.HtmlDecode(raw.ToString());
        _layout.AddText(text);
        if (_target != null && _shown.Length < limits.LinkLength) _shown.Append(text.AsSpan(0, Math.Min(text.Length, limits.LinkLength)));
    }

    void Open(ref HtmlReader reader, string name)
    {
        if (Skipped.Contains(name))
        {
            if (!reader.IsSelfClosed) reader.SkipTo(name);
            return;
        }

        if (_hidden == name && ImplicitlyClosed.Contains(name)) EndHidden();
        else if (_hidden == name && !reader.IsSelfClosed) _hiddenDepth++;
        if (Blocks.Contains(name)) _layout.Break(SpacedBlocks.Contains(name) ? 2 : 1);
        if (_hidden == null && !Void.Contains(name) && !reader.IsSelfClosed && IsHiding(reader)) BeginHidden(name);
        switch (name)
        {
            case "br":
                _layout.NewLine();
                break;
            case "hr":
                _layout.AddText("----");
                _layout.Break(1);
                break;
            case "pre":
                _layout.IsPreformatted = true;
                break;
            case "blockquote":
                _layout.QuoteDepth++;
                break;
            case "ul" or "ol":
                _layout.OpenList(name == "ol");
                break;
            case "li":
                _layout.BeginItem();
                break;
            case "td" or "th":
                _layout.BeginCell();
                break;
            case "a" when reader.TryFind("href", out ReadOnlySpan<char> href):
                BeginLink(href);
                break;
            case "img" when reader.TryFind("alt", out ReadOnlySpan<char> alt) && !alt.IsWhiteSpace():
                AddText($"[{alt}]");
                break;
        }
    }

    void Close(string name)
    {
        switch (name)
        {
            case "a":
                EndLink();
                break;
            case "pre":
                _layout.IsPreformatted = false;
                break;
            case "blockquote":
                _layout.Break(2);
                _layout.QuoteDepth--;
                break;
            case "ul" or "ol":
                _layout.CloseList();
                break;
        }

        if (_hidden == name && --_hiddenDepth == 0) EndHidden();
        if (Blocks.Contains(name)) _layout.Break(SpacedBlocks.Contains(name) ? 2 : 1);
    }

    static bool IsHiding(HtmlReader reader)
    {
        if (reader.TryFind("hidden", out _)) return true;
        if (!reader.TryFind("style", out ReadOnlySpan<char> style)) return false;
        string plain = string.Concat(style.ToString().ToLowerInvariant().Where(c => !char.IsWhiteSpace(c)));
        foreach (string hiding in HidingStyles)
        {
            int at = plain.IndexOf(hiding, StringComparison.Ordinal);
            if (at < 0) continue;
            // "opacity:0.9" and "font-size:08pt" hide nothing.
            char behind = at + hiding.Length < plain.Length ? plain[at + hiding.Length] : ';';
            bool isWhole = !char.IsAsciiDigit(behind) && behind != '.';
            if (isWhole && (at == 0 || plain[at - 1] == ';')) return true;
        }

        return false;
    }

    void BeginHidden(string name)
    {
        (_hidden, _hiddenDepth, _hasHidden) = (name, 1, true);
        _layout.AddText("[hidden: ");
    }

    void EndHidden()
    {
        _hidden = null;
        _layout.Append("]");
    }

    void BeginLink(ReadOnlySpan<char> href)
    {
        EndLink();
        string target = WebUtility.HtmlDecode(href.ToString()).Trim();
        if (target.Length == 0 || target[0] == '#') return;
        if (_links.Count == limits.Links) _hasCutLinks = true;
        else _target = target.Length > limits.LinkLength ? target[..limits.LinkLength] : target;
        _shown.Clear();
    }

    void EndLink()
    {
        if (_target == null) return;
        string shown = string.Join(' ', _shown.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        _links.Add(new HtmlLink(shown, _target));
        _layout.Append(string.Create(CultureInfo.InvariantCulture, $"[{_links.Count}]"));
        _target = null;
    }

    string AddFootnotes(string text)
    {
        if (_links.Count == 0) return text;
        var result = new StringBuilder(text);
        if (result.Length > 0) result.Append("\n\n");
        for (int i = 0; i < _links.Count; i++)
        {
            if (i > 0) result.Append('\n');
            result.Append(CultureInfo.InvariantCulture, $"[{i + 1}] {_links[i].Target}");
        }

        return result.ToString();
    }
}
