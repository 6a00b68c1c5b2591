using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>
/// What one cell of the screen shows: a printable character with at most two marks on it. No other value can be made, so nothing
/// that is drawn can drive a terminal, change the direction of text, or be invisible.
/// </summary>
readonly struct Grapheme : IEquatable<Grapheme>
{
    /// <summary>Bytes of the longest one in UTF-8.</summary>
    public const int MaxBytes = 12;

    const int Bits = 21;
    const ulong Mask = (1UL << Bits) - 1;
    const ulong WideFlag = 1UL << 63;

    // The character, its first and second mark in 21 bits each, and whether it is wide.
    readonly ulong _packed;

    Grapheme(ulong packed) => _packed = packed;

    /// <summary>A blank.</summary>
    public static readonly Grapheme Blank = new(' ');

    /// <summary>The cell is covered by the wide character to its left.</summary>
    public static readonly Grapheme RightHalf;

    /// <summary>Columns: 1 or 2; 0 for the right half of a wide one.</summary>
    public int Width => _packed == 0 ? 0 : (_packed & WideFlag) == 0 ? 1 : 2;

    /// <summary>Whether it is a printable ASCII character: terminals agree about its width.</summary>
    public bool IsAscii => _packed is >= ' ' and <= '~';

    /// <summary>Frames, blocks and the ellipsis: drawn by us, one column wide.</summary>
    public bool IsSymbol => _packed is >= 0x2500 and <= 0x259F or 0x2026 or 0x2502 or 0x25B6 or 0x25BC or 0x25CF;

    /// <summary>False: it must not be shown as it is.</summary>
    public static bool TryCreate(Rune rune, out Grapheme grapheme)
    {
        bool isShown = rune.IsAscii ? rune.Value is >= ' ' and <= '~'
            : PrintableText.IsPrintable(rune) && !PrintableText.IsCombining(rune) && !IsConjoining(rune.Value);
        grapheme = !isShown ? Blank : new Grapheme((uint)rune.Value | (CharacterWidth.Of(rune) == 2 ? WideFlag : 0));
        return isShown;
    }

    /// <summary>With a mark on it. False: it is no mark, or there are two already.</summary>
    public bool TryAdd(Rune mark, out Grapheme marked)
    {
        marked = this;
        if (_packed == 0 || !PrintableText.IsCombining(mark) || !PrintableText.IsPrintable(mark)) return false;
        int place = (_packed >> Bits & Mask) == 0 ? Bits : 2 * Bits;
        if ((_packed >> place & Mask) != 0) return false;
        marked = new Grapheme(_packed | (ulong)mark.Value << place);
        return true;
    }

    // Vowels and finals of Hangul that join the syllable before them: no terminal gives them a column of their own.
    static bool IsConjoining(int value) => value is (>= 0x1160 and <= 0x11FF) or (>= 0xD7B0 and <= 0xD7FF);

    /// <summary>Writes it in UTF-8; returns the length.</summary>
    public int Write(Span<byte> target)
    {
        int length = 0;
        for (ulong rest = _packed & ~WideFlag; rest != 0; rest >>= Bits) length += new Rune((uint)(rest & Mask)).EncodeToUtf8(target[length..]);
        return length;
    }

    public bool Equals(Grapheme other) => _packed == other._packed;

    public override bool Equals(object? obj) => obj is Grapheme other && Equals(other);

    public override int GetHashCode() => _packed.GetHashCode();

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        return Encoding.UTF8.GetString(bytes[..Write(bytes)]);
    }
}
