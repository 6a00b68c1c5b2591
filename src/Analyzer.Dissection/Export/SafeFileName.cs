using System.Globalization;
using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Export;

/// <summary>
/// Makes file names out of hostile text: letters, digits, a few harmless signs and printable Unicode survive, each run of anything
/// else becomes one underscore. The result is never empty, a path, hidden, a device name, or longer than <see cref="MaxBytes"/>.
/// </summary>
public static class SafeFileName
{
    /// <summary>
    /// The most bytes of UTF-8 in a whole name. File systems allow 255; less leaves room for those that count encrypted or in
    /// UTF-16, and keeps listings readable.
    /// </summary>
    public const int MaxBytes = 120;

    /// <summary>The longest extension (with its dot) that is kept when the name has to be cut.</summary>
    public const int MaxExtensionBytes = 16;

    const string AsciiSigns = "._-+,=@()";

    static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL"];

    /// <summary>
    /// A name that is safe on every common file system, made of <paramref name="name"/> as the capture says it, or else of
    /// <paramref name="fallback"/>. The other texts are safe ones of the caller's that are kept whatever happens:
    /// <paramref name="prefix"/> comes first, <paramref name="mark"/> before the extension, and <paramref name="extension"/> (with its
    /// dot) instead of the one that the name itself has.
    /// </summary>
    public static string From(string? name, string fallback, string prefix = "", string mark = "", string? extension = null)
    {
        string safe = Survivors(name ?? "");
        if (safe.Length == 0) safe = fallback;
        if (prefix.Length == 0 && IsDevice(safe)) safe = "_" + safe;
        string own = extension is null ? ExtensionOf(safe) : "";
        string last = mark + (extension ?? own);
        int room = MaxBytes - Encoding.UTF8.GetByteCount(prefix) - Encoding.UTF8.GetByteCount(last);
        return prefix + Cut(safe[..^own.Length], room) + last;
    }

    static string Survivors(string name)
    {
        var kept = new StringBuilder(Math.Min(name.Length, MaxBytes));
        foreach (Rune rune in name.EnumerateRunes())
        {
            // A dot at the start hides a file or names a folder.
            if (kept.Length == 0 && rune.Value == '.') continue;
            if (Survives(rune)) kept.Append(rune);
            else if (kept.Length > 0 && kept[^1] != '_') kept.Append('_');
        }
        // Windows drops dots at the end.
        return kept.ToString().TrimEnd('.');
    }

    static bool Survives(Rune rune)
    {
        if (rune.IsAscii) return char.IsAsciiLetterOrDigit((char)rune.Value) || AsciiSigns.Contains((char)rune.Value);
        // The replacement character stands for bytes that were no text.
        return rune != Rune.ReplacementChar && PrintableText.IsPrintable(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpaceSeparator;
    }

    // Windows takes CON, con.txt and COM1.tar.gz all for the device; superscript digits count too.
    static bool IsDevice(string name)
    {
        string stem = name.Split('.')[0].TrimEnd();
        if (s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase)) return true;
        return stem.Length == 4 && (stem[3] is >= '0' and <= '9' or '¹' or '²' or '³')
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase));
    }

    static string ExtensionOf(string name)
    {
        int dot = name.LastIndexOf('.');
        if (dot <= 0 || dot == name.Length - 1) return "";
        string extension = name[dot..];
        return Encoding.UTF8.GetByteCount(extension) <= MaxExtensionBytes ? extension : "";
    }

    static string Cut(string text, int room)
    {
        int bytes = 0, length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > room) return text[..length].TrimEnd('.');
            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }
        return text;
    }
}
