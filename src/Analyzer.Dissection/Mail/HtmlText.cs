namespace Analyzer.Dissection.Mail;

/// <summary>
/// HTML as text to read: block layout, lists, simple tables, links as numbered footnotes with their true target, text that the sender hides
/// marked as such. Scripts, styles and comments are left out. Nothing is ever fetched or run.
/// </summary>
/// <param name="Text">The text with its footnotes. It may hold control characters that the HTML held.</param>
/// <param name="Links">In the order of their numbers, from 1.</param>
/// <param name="HasHiddenText">Whether some text is marked as hidden.</param>
/// <param name="IsCut">Whether the text or the links are longer than the limits allow.</param>
public sealed record HtmlText(string Text, IReadOnlyList<HtmlLink> Links, bool HasHiddenText, bool IsCut)
{
    /// <summary>Renders a document or a piece of one, in time linear in its length.</summary>
    public static HtmlText Render(string html, HtmlLimits? limits = null) => new HtmlRenderer(limits ?? HtmlLimits.Default).Render(html);
}

/// <summary>A link in HTML.</summary>
/// <param name="Shown">What the reader sees: its text in one line.</param>
/// <param name="Target">Where it really leads.</param>
public sealed record HtmlLink(string Shown, string Target);

/// <summary>Bounds on the text made of HTML.</summary>
public sealed record HtmlLimits
{
    /// <summary>Every limit at its default.</summary>
    public static HtmlLimits Default { get; } = new();

    /// <summary>Characters of text. Newsletters have some tens of thousands; more is not for reading.</summary>
    public int TextLength { get; init; } = 1024 * 1024;

    /// <summary>Links numbered. Newsletters have up to some hundreds.</summary>
    public int Links { get; init; } = 1000;

    /// <summary>Characters of a link's target or text. Tracking links have about 2000.</summary>
    public int LinkLength { get; init; } = 4096;

    /// <summary>Lists and quotations within one another that are still indented.</summary>
    public int Indent { get; init; } = 16;
}
