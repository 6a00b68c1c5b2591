using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Text;

/// <summary>
/// Tells which characters of captured text are what they look like. All others (controls, direction changes, what has no width or no
/// ink of its own, what Unicode has not assigned) could drive a terminal or deceive a reader: whoever shows text replaces them.
/// </summary>
public static class PrintableText
{
    /// <summary>Whether every character may be shown as it is. Text that is not well-formed UTF-16 may not.</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyExceptInRange(' ', '~') < 0) return true;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int used) != System.Buffers.OperationStatus.Done) return false;
            if (!IsPrintable(rune)) return false;
            text = text[used..];
        }
        return true;
    }

    /// <summary>Whether this character may be shown as it is.</summary>
    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate => false,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => !HasNoInk(rune.Value),
    };

    /// <summary>Whether it is drawn over the character before it.</summary>
    public static bool IsCombining(Rune rune) =>
        rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    // Letters, marks and symbols that Unicode lists as default-ignorable, or that are drawn as nothing: fillers, joiners, variation selectors.
    static bool HasNoInk(int value) => value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
