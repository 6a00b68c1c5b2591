using System.Buffers;
using System.Globalization;
using System.Text;

namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>
/// Takes any text apart into what cells can show. What must not be shown as it is comes as its code (<c>\x1b</c>, <c>&lt;U+202E&gt;</c>),
/// never left out, so that a reader sees the trick.
/// </summary>
ref struct GraphemeReader(ReadOnlySpan<char> text, bool isAscii)
{
    readonly int _length = text.Length;
    ReadOnlySpan<char> _rest = text;
    ReadOnlySpan<char> _code;

    /// <summary>Whether the last grapheme is a letter of a code, not of the text.</summary>
    public bool IsCode { get; private set; }

    /// <summary>Where in the text the character begins that the last grapheme is (or is of the code of).</summary>
    public int Start { get; private set; }

    /// <summary>Where in the text the next character begins.</summary>
    public readonly int Next => _length - _rest.Length;

    /// <summary>The next one. False: there is none.</summary>
    public bool TryRead(out Grapheme grapheme)
    {
        if (!_code.IsEmpty) return TryReadCode(out grapheme);
        IsCode = false;
        if (_rest.IsEmpty)
        {
            grapheme = Grapheme.Blank;
            return false;
        }
        Start = Next;
        OperationStatus status = Rune.DecodeFromUtf16(_rest, out Rune rune, out int used);
        int value = status == OperationStatus.Done ? rune.Value : _rest[0];
        _rest = _rest[used..];
        if (status == OperationStatus.Done && (!isAscii || rune.IsAscii) && Grapheme.TryCreate(rune, out grapheme))
        {
            TakeMarks(ref grapheme);
            return true;
        }
        IsCode = true;
        _code = CodeOf(value);
        return TryReadCode(out grapheme);
    }

    bool TryReadCode(out Grapheme grapheme)
    {
        _ = Grapheme.TryCreate(new Rune(_code[0]), out grapheme);
        _code = _code[1..];
        return true;
    }

    void TakeMarks(ref Grapheme grapheme)
    {
        if (isAscii) return;
        while (!_rest.IsEmpty && _rest[0] >= 0x300 && Rune.DecodeFromUtf16(_rest, out Rune mark, out int used) == OperationStatus.Done)
        {
            if (!grapheme.TryAdd(mark, out grapheme)) return;
            _rest = _rest[used..];
        }
    }

    static string CodeOf(int value) => value switch
    {
        '\r' => @"\r",
        '\n' => @"\n",
        '\t' => @"\t",
        < 0xA0 => string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<U+{value:X4}>"),
    };
}
