using System.Buffers;
using System.Globalization;
using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Terminal.Output;

/// <summary>
/// Makes captured text harmless for a terminal. What could drive the terminal or deceive the reader is shown as a code and never left
/// out, so that a reader sees the trick: <c>\x1b</c> for controls, <c>&lt;U+202E&gt;</c> for direction changes and what is invisible.
/// </summary>
static class SafeText
{
    // Two marks are as many as any language puts on a letter; towers of them draw over the lines above.
    const int MaxCombining = 2;

    /// <summary>The text on one line, harmless.</summary>
    public static string From(string? text)
    {
        if (text is null) return "";
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return text;
        var safe = new StringBuilder(text.Length + 16);
        int combining = 0;
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(rest, out Rune rune, out int used);
            int invalid = rest[0];
            rest = rest[used..];
            bool isMark = status == OperationStatus.Done && PrintableText.IsCombining(rune);
            combining = isMark ? combining + 1 : 0;
            // A mark with nothing before it would be drawn over what is not part of this text.
            bool isLoose = isMark && (combining > MaxCombining || safe.Length == 0);
            if (status != OperationStatus.Done) AppendCode(safe, invalid);
            else if (!isLoose && PrintableText.IsPrintable(rune)) safe.Append(rune);
            else AppendCode(safe, rune.Value);
        }
        return safe.ToString();
    }

    /// <summary>The beginning of a text that may be long, harmless.</summary>
    public static string From(string? text, int maxLength) =>
        text is null || text.Length <= maxLength ? From(text) : From(text[..maxLength]) + "…";

    static void AppendCode(StringBuilder safe, int value)
    {
        _ = value switch
        {
            '\r' => safe.Append(@"\r"),
            '\n' => safe.Append(@"\n"),
            '\t' => safe.Append(@"\t"),
            < 0x100 => safe.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
            _ => safe.Append(CultureInfo.InvariantCulture, $"<U+{value:X4}>"),
        };
    }
}
