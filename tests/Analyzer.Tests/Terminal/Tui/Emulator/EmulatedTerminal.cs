using System.Globalization;
using System.Text;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Tty;

namespace Analyzer.Tests.Terminal.Tui.Emulator;

/// <summary>
/// A terminal that interprets the bytes that the program really sends. A control that the renderer does not own, a character that
/// could deceive, or a sequence that it does not know is a failure.
/// </summary>
sealed class EmulatedTerminal : ITerminal
{
    string[,] _cells = new string[0, 0];
    string[,] _styles = new string[0, 0];
    string _style = "";
    int _x, _y;

    public EmulatedTerminal(int width, int height) => Resize(width, height);

    public Size Size { get; private set; }

    /// <summary>Bytes that were sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>What is sent is counted, and not looked at.</summary>
    public bool IsBlind { get; set; }

    /// <summary>The last text that was sent to the clipboard.</summary>
    public string? Clipboard { get; private set; }

    public bool IsCursorVisible { get; private set; }

    public (int X, int Y) Cursor => (_x, _y);

    public bool HasMouse { get; set; }

    public int Suspensions { get; private set; }

    public void Suspend() => Suspensions++;

    public void Resize(int width, int height)
    {
        Size = new Size(width, height);
        _cells = new string[height, width];
        _styles = new string[height, width];
        Erase(0, 0, width * height);
        (_x, _y) = (0, 0);
    }

    /// <summary>The screen as text, without the blanks at the ends of its lines.</summary>
    public string Text => string.Join('\n', Enumerable.Range(0, Size.Height).Select(Line));

    public string Line(int y) => string.Concat(Enumerable.Range(0, Size.Width).Select(x => _cells[y, x])).TrimEnd();

    /// <summary>The parameters of the style of a cell, such as <c>0;1;31</c>.</summary>
    public string StyleAt(int x, int y) => _styles[y, x];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Sent += bytes.Length;
        if (IsBlind) return;
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '\u001b') at = Sequence(text, at + 1);
            else at = Character(text, at);
        }
    }

    int Character(string text, int at)
    {
        Rune rune = Rune.GetRuneAt(text, at);
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        bool isForbidden = category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
        Assert.False(isForbidden, $"U+{rune.Value:X4} was sent");
        bool isMark = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark && rune.Value >= 0x300;
        if (isMark) _cells[_y, Math.Max(0, _x - 1)] += rune;
        else Put(rune);
        return at + rune.Utf16SequenceLength;
    }

    void Put(Rune rune)
    {
        int width = CharacterWidth.Of(rune);
        Assert.True(_x + width <= Size.Width, $"'{rune}' was written over the right edge of line {_y}");
        _cells[_y, _x] = rune.ToString();
        _styles[_y, _x] = _style;
        if (width == 2) (_cells[_y, _x + 1], _styles[_y, _x + 1]) = ("", _style);
        _x += width;
    }

    int Sequence(string text, int at)
    {
        if (text[at] == ']') return Clip(text, at + 1);
        Assert.Equal('[', text[at]);
        int end = at + 1;
        while (text[end] is >= ' ' and < '@') end++;
        Control(text[(at + 1)..end], text[end]);
        return end + 1;
    }

    int Clip(string text, int at)
    {
        int end = text.IndexOf('\a', at);
        Assert.StartsWith("52;c;", text[at..end]);
        Clipboard = Encoding.UTF8.GetString(Convert.FromBase64String(text[(at + 5)..end]));
        return end + 1;
    }

    void Control(string parameters, char final)
    {
        switch (final)
        {
            case 'H':
                string[] place = parameters.Split(';');
                (_y, _x) = (int.Parse(place[0], CultureInfo.InvariantCulture) - 1, int.Parse(place[1], CultureInfo.InvariantCulture) - 1);
                Assert.InRange(_x, 0, Size.Width - 1);
                Assert.InRange(_y, 0, Size.Height - 1);
                break;
            case 'C':
                _x += parameters.Length == 0 ? 1 : int.Parse(parameters, CultureInfo.InvariantCulture);
                break;
            case 'J':
                Assert.Equal("2", parameters);
                Erase(0, 0, Size.Width * Size.Height);
                break;
            case 'K':
                Erase(_x, _y, Size.Width - _x);
                break;
            case 'm':
                _style = parameters == "0" ? "" : parameters;
                break;
            case 'h' or 'l':
                Mode(parameters, final == 'h');
                break;
            default:
                Assert.Fail($"The sequence ESC [ {parameters} {final} is not one of ours.");
                break;
        }
    }

    void Mode(string parameters, bool isOn)
    {
        Assert.Contains(parameters, new[] { "?25", "?2026" });
        if (parameters == "?25") IsCursorVisible = isOn;
    }

    void Erase(int x, int y, int count)
    {
        for (int i = 0; i < count; i++) (_cells[y + (x + i) / Size.Width, (x + i) % Size.Width], _styles[y + (x + i) / Size.Width, (x + i) % Size.Width]) = (" ", "");
    }
}
