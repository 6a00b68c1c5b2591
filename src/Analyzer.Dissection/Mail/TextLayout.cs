using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>Lays text out in lines as a browser would in blocks: blanks run together, breaks run together, lists and quotations indented.</summary>
internal sealed class TextLayout(HtmlLimits limits)
{
    readonly StringBuilder _text = new();

    /// <summary>Of each open list the number of its next item; 0 for one without numbers.</summary>
    readonly List<int> _lists = [];
    int _closedBeyondLimit;
    int _pendingBreaks;
    bool _hasPendingBlank;
    bool _isLineStart = true;
    bool _isFirstCell = true;

    /// <summary>Whether blanks and line ends count.</summary>
    public bool IsPreformatted { get; set; }

    /// <summary>How many quotations are open.</summary>
    public int QuoteDepth { get; set => field = Math.Max(value, 0); }

    /// <summary>Whether no more text is taken.</summary>
    public bool IsFull => _text.Length >= limits.TextLength;

    /// <summary>Text whose blanks run together, unless it is preformatted.</summary>
    public void AddText(string text)
    {
        foreach (char next in text)
        {
            // A no-break space (U+00A0) is white space to .NET, but not to HTML.
            bool isBlank = next is ' ' or '\t' or '\r' or '\n' or '\f';
            if (IsPreformatted && next == '\n') NewLine();
            else if (IsPreformatted && next != '\r') Put(next);
            else if (isBlank) _hasPendingBlank = true;
            else if (next is not ('\u200B' or '\u00AD' or '\u034F')) Put(next);
            if (IsFull) return;
        }
    }

    /// <summary>Text that stands directly behind what is there.</summary>
    public void Append(string text)
    {
        _hasPendingBlank = false;
        foreach (char next in text) Put(next);
    }

    /// <summary>A new line, even if this one is empty.</summary>
    public void NewLine()
    {
        (_hasPendingBlank, _isFirstCell) = (false, true);
        if (_text.Length == 0) return;
        _pendingBreaks = Math.Min(_pendingBreaks + 1, 3);
        _isLineStart = true;
    }

    /// <summary>What follows begins a line of its own, for <paramref name="count"/> 2 with an empty line before it.</summary>
    public void Break(int count)
    {
        (_hasPendingBlank, _isFirstCell) = (false, true);
        if (_text.Length == 0) return;
        _pendingBreaks = Math.Max(_pendingBreaks, count);
        _isLineStart = true;
    }

    public void OpenList(bool isNumbered)
    {
        if (_lists.Count < limits.Indent) _lists.Add(isNumbered ? 1 : 0);
        else _closedBeyondLimit++;
    }

    public void CloseList()
    {
        if (_closedBeyondLimit > 0) _closedBeyondLimit--;
        else if (_lists.Count > 0) _lists.RemoveAt(_lists.Count - 1);
    }

    public void BeginItem()
    {
        Break(1);
        int number = _lists.Count == 0 ? 0 : _lists[^1];
        if (number > 0) _lists[^1]++;
        AddText(new string('\u00A0', 2 * Math.Max(_lists.Count - 1, 0)));
        AddText(number > 0 ? number.ToString(CultureInfo.InvariantCulture) + "." : "-");
        _hasPendingBlank = true;
    }

    public void BeginCell()
    {
        if (!_isFirstCell && !_isLineStart) AddText(" | ");
        _isFirstCell = false;
    }

    public string Complete() => _text.ToString();

    void Put(char next)
    {
        if (_pendingBreaks > 0 || _text.Length == 0) BeginLine();
        else if (_hasPendingBlank && !_isLineStart) _text.Append(' ');
        _hasPendingBlank = false;
        _isLineStart = false;
        _text.Append(next == '\u00A0' ? ' ' : next);
    }

    void BeginLine()
    {
        _text.Append('\n', _pendingBreaks);
        _pendingBreaks = 0;
        int depth = Math.Min(QuoteDepth, limits.Indent);
        _text.Append('>', depth);
        if (depth > 0) _text.Append(' ');
    }
}
