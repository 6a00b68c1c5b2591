using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// Joins the tokens of an item name with a section that has a list in it, <c>BODY[HEADER.FIELDS (FROM TO)]</c>, wherever lines and
/// literals cut it.
/// </summary>
internal sealed class SectionReader
{
    StringBuilder? _open;

    /// <summary>It is in the middle of a name.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>
    /// Looks at a token where an item name can stand, or goes on with an open one. True: <paramref name="section"/> is there. False
    /// and not <see cref="IsOpen"/>: the token is something else.
    /// </summary>
    public bool TryRead(in ImapToken token, out FetchSection section)
    {
        if (IsOpen) return TryContinue(token, out section);
        section = default;
        if (token.Kind != ImapTokenKind.Atom) return false;
        if (FetchSection.TryParse(token.Text, out section)) return true;
        if (!FetchSection.HasBrackets(token.Text) || token.Text.Contains((byte)']')) return false;
        IsOpen = true;
        _open = new StringBuilder(WireText.Decode(token.Text));
        return false;
    }

    bool TryContinue(in ImapToken token, out FetchSection section)
    {
        section = default;
        StringBuilder open = _open!;
        bool closes = token.Kind == ImapTokenKind.Atom && token.Text.Contains((byte)']');
        if (token.Kind == ImapTokenKind.Close) open.Append(')');
        else if (closes && token.Text[0] == ']') open.Append(WireText.Decode(token.Text));
        else Append(open, token);
        if (!closes) return false;
        IsOpen = false;
        _open = null;
        return FetchSection.TryParse(Encoding.UTF8.GetBytes(open.ToString()), out section);
    }

    static void Append(StringBuilder open, in ImapToken token)
    {
        if (open.Length > ImapLimits.BufferedLiteral) return;
        if (open[^1] is not ('(' or '[')) open.Append(' ');
        if (token.Kind == ImapTokenKind.Open) open.Append('(');
        else open.Append(token.Decode());
    }
}
