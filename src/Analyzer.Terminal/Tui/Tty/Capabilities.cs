using Analyzer.Terminal.Tui.Drawing;

namespace Analyzer.Terminal.Tui.Tty;

/// <summary>What the environment says of the terminal. Nothing is asked of the terminal itself: answers come late, or never.</summary>
/// <param name="Colours">How many colours to use.</param>
/// <param name="IsAscii">Only ASCII may be sent.</param>
/// <param name="CanDraw">Whether it can address its cells at all.</param>
/// <param name="IsLight">Its background is light, as far as that is known.</param>
sealed record Capabilities(ColourDepth Colours, bool IsAscii, bool CanDraw, bool IsLight)
{
    static readonly string[] s_locales = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Reads the environment; the first variable of a locale that is set counts (POSIX, section 8.2).</summary>
    public static Capabilities Of(Func<string, string?> environment)
    {
        string term = environment("TERM") ?? "";
        string locale = s_locales.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        bool isUtf8 = locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        return new Capabilities(DepthOf(term, environment), !isUtf8, term is not ("" or "dumb"), IsLightIn(environment("COLORFGBG")));
    }

    // The foreground and the background, as numbers of the palette; some terminals say so.
    static bool IsLightIn(string? colours) => colours?.Split(';')[^1] is "7" or "15";

    static ColourDepth DepthOf(string term, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(environment("NO_COLOR")) || term is "" or "dumb" || term.StartsWith("vt", StringComparison.Ordinal)) return ColourDepth.None;
        bool hasCube = term.Contains("256color", StringComparison.Ordinal) || environment("COLORTERM") is "truecolor" or "24bit";
        return hasCube ? ColourDepth.Cube : ColourDepth.Sixteen;
    }
}
