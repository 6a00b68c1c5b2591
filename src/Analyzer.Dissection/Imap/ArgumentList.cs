using Analyzer.Capture;

namespace Analyzer.Dissection.Imap;

/// <summary>A token that is kept.</summary>
internal readonly record struct ImapArgument(ImapTokenKind Kind, string Text)
{
    /// <summary>It is a string or an atom, not a parenthesis.</summary>
    public bool IsText => Kind <= ImapTokenKind.Literal;

    /// <summary>It is this atom, in any case.</summary>
    public bool Is(string word) => Kind == ImapTokenKind.Atom && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>It is the atom NIL.</summary>
    public bool IsNil => Is("NIL");
}

/// <summary>Keeps the tokens of a command or of an untagged response, as far as <see cref="ImapLimits.Arguments"/> goes.</summary>
internal sealed class ArgumentList : IImapReader
{
    readonly List<ImapArgument> _items = [];

    /// <summary>How many are kept.</summary>
    public int Count => _items.Count;

    /// <summary>The token at this place; an empty atom where there is none.</summary>
    public ImapArgument this[int index] => index >= 0 && index < _items.Count ? _items[index] : new ImapArgument(ImapTokenKind.Atom, "");

    /// <inheritdoc/>
    public void OnToken(in ImapToken token)
    {
        if (_items.Count < ImapLimits.Arguments) _items.Add(new ImapArgument(token.Kind, token.IsText ? token.Decode() : ""));
    }

    /// <inheritdoc/>
    public ILiteralSink? OnLiteral(in LiteralHeader header, Timestamp time) => null;

    /// <summary>The texts of the list that opens at <paramref name="index"/>, which is set behind it. One text alone counts as a list.</summary>
    public List<string> TakeList(ref int index)
    {
        List<string> texts = [];
        if (this[index].Kind != ImapTokenKind.Open)
        {
            if (index < Count) texts.Add(this[index++].Text);
            return texts;
        }
        int depth = 0;
        for (; index < Count; index++)
        {
            ImapArgument item = this[index];
            if (item.Kind == ImapTokenKind.Open) depth++;
            else if (item.Kind == ImapTokenKind.Close) depth--;
            else texts.Add(item.Text);
            if (depth > 0) continue;
            index++;
            break;
        }
        return texts;
    }
}
