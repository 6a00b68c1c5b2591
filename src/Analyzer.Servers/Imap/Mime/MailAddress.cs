using System.Text;

namespace Analyzer.Servers.Imap.Mime;

/// <summary>
/// An address as ENVELOPE tells it (RFC 9051, section 7.5.2): a group begins with one that has a mailbox but no host, and ends with one that
/// has neither.
/// </summary>
readonly record struct MailAddress(string? Name, string? Mailbox, string? Host)
{
    /// <summary>The addresses of a header value, at most so many. What is no address is passed over.</summary>
    public static List<MailAddress> Parse(string value, int most)
    {
        var found = new List<MailAddress>();
        var reader = new Reader(value);
        bool isInGroup = false;
        while (found.Count < most && !reader.IsAtEnd)
        {
            (string phrase, string comment, char stop) = reader.Phrase();
            switch (stop)
            {
                case '<':
                    if (Of(phrase, reader.Route()) is { } bracketed) found.Add(bracketed);
                    break;
                case ':':
                    found.Add(new MailAddress(null, phrase, null));
                    isInGroup = true;
                    break;
                default:
                    if (Of(comment, phrase) is { } plain) found.Add(plain);
                    if (stop == ';' && isInGroup) found.Add(default);
                    if (stop == ';') isInGroup = false;
                    break;
            }
        }
        if (isInGroup) found.Add(default);
        return found;
    }

    static MailAddress? Of(string name, string address)
    {
        address = address.Replace(" ", "", StringComparison.Ordinal);
        if (address.Length == 0) return null;
        int at = address.LastIndexOf('@');
        string? shown = name.Length > 0 ? name : null;
        return at < 0 ? new MailAddress(shown, address, "") : new MailAddress(shown, address[..at], address[(at + 1)..]);
    }

    struct Reader(string text)
    {
        int _at;

        public readonly bool IsAtEnd => _at >= text.Length;

        /// <summary>Words up to one of <c>, ; : &lt;</c> or the end, their quotation marks undone, and the last comment among them.</summary>
        public (string Phrase, string Comment, char Stop) Phrase()
        {
            var phrase = new StringBuilder();
            string comment = "";
            while (!IsAtEnd)
            {
                char c = text[_at++];
                if (c is ',' or ';' or ':' or '<') return (phrase.ToString().Trim(), comment, c);
                if (c == '"') Quoted(phrase);
                else if (c == '(') comment = Comment();
                else if (char.IsWhiteSpace(c)) Blank(phrase);
                else phrase.Append(c);
            }
            return (phrase.ToString().Trim(), comment, '\0');
        }

        /// <summary>What stands before the closing bracket, without the route that was usual once.</summary>
        public string Route()
        {
            int end = text.IndexOf('>', _at);
            string inside = end < 0 ? text[_at..] : text[_at..end];
            _at = end < 0 ? text.Length : end + 1;
            int route = inside.StartsWith('@') ? inside.IndexOf(':', StringComparison.Ordinal) : -1;
            return inside[(route + 1)..].Trim();
        }

        static void Blank(StringBuilder phrase)
        {
            if (phrase.Length > 0 && phrase[^1] != ' ') phrase.Append(' ');
        }

        void Quoted(StringBuilder phrase)
        {
            while (!IsAtEnd && text[_at] != '"')
            {
                if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
                phrase.Append(text[_at++]);
            }
            _at++;
        }

        string Comment()
        {
            var comment = new StringBuilder();
            for (int depth = 1; !IsAtEnd; _at++)
            {
                char c = text[_at];
                if (c == '(') depth++;
                else if (c == ')' && --depth == 0)
                {
                    _at++;
                    break;
                }
                if (c == '\\' && _at + 1 < text.Length) c = text[++_at];
                comment.Append(c);
            }
            return comment.ToString();
        }
    }
}
