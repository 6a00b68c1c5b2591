using System.Text;

namespace Analyzer.Servers.Imap.Mime;

/// <summary>A header value with parameters, such as <c>text/plain; charset=utf-8</c> (RFC 2045, section 5.1).</summary>
sealed record ContentField(string Value, IReadOnlyList<(string Name, string Value)> Parameters)
{
    // More are nonsense.
    const int MaxParameters = 100;

    public string? this[string name] => Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public static ContentField? Parse(string? text)
    {
        if (text is null) return null;
        int at = 0;
        string value = Word(text, ref at, "");
        var parameters = new List<(string, string)>();
        while (at < text.Length && parameters.Count < MaxParameters)
        {
            at++; // The semicolon.
            string name = Word(text, ref at, "=");
            if (at >= text.Length || text[at] != '=') continue;
            at++;
            string content = Word(text, ref at, "");
            if (name.Length > 0) parameters.Add((name, content));
        }
        return new ContentField(value, parameters);
    }

    // Up to a semicolon or one of the stops; comments are passed over, quotation marks undone.
    static string Word(string text, ref int at, string stops)
    {
        var word = new StringBuilder();
        bool isQuoted = false;
        int comments = 0;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\\' && (isQuoted || comments > 0) && at + 1 < text.Length)
            {
                if (comments == 0) word.Append(text[at + 1]);
                at++;
            }
            else if (c == '"' && comments == 0) isQuoted = !isQuoted;
            else if (isQuoted) word.Append(c);
            else if (c == '(') comments++;
            else if (c == ')' && comments > 0) comments--;
            else if (comments > 0) continue;
            else if (c == ';' || stops.Contains(c)) break;
            else if (!char.IsWhiteSpace(c)) word.Append(c);
        }
        return word.ToString();
    }
}
