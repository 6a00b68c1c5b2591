using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>Text in format=flowed (RFC 3676): a line that ends in a blank goes on in the next.</summary>
public static class FlowedText
{
    /// <summary>Whether a part declares format=flowed, and whether with DelSp.</summary>
    public static bool IsFlowed(ContentType type, out bool deletesSpace)
    {
        deletesSpace = Is(type, "delsp", "yes");
        return type is { Type: "text", Subtype: "plain" } && Is(type, "format", "flowed");
    }

    /// <summary>
    /// Joins the flowed lines to paragraphs, one a line. Quoted text keeps one "&gt;" a level and a blank before it; stuffed blanks are
    /// taken off. Linear in the text.
    /// </summary>
    public static string Unwrap(string text, bool deletesSpace)
    {
        var result = new StringBuilder(text.Length);
        // The depth of the paragraph that goes on, -1 when none does.
        int open = -1;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int depth = line.IndexOfAnyExcept('>') is int end and >= 0 ? end : line.Length;
            ReadOnlySpan<char> content = line[depth..];
            // RFC 3676 4.4: one blank is stuffing.
            if (content.StartsWith(" ")) content = content[1..];
            // RFC 3676 4.3: the signature mark ends in a blank and is fixed all the same.
            bool isSignature = content is "-- ";
            bool isFlowed = content.EndsWith(" ") && !isSignature;

            if (open != depth || isSignature) BeginLine(result, depth);
            result.Append(isFlowed && deletesSpace ? content[..^1] : content);
            open = isFlowed ? depth : -1;
        }

        return result.ToString();
    }

    static void BeginLine(StringBuilder result, int depth)
    {
        if (result.Length > 0) result.Append('\n');
        result.Append('>', depth);
        if (depth > 0) result.Append(' ');
    }

    static bool Is(ContentType type, string name, string value) =>
        string.Equals(type.Parameters.Find(name)?.Value, value, StringComparison.OrdinalIgnoreCase);
}
