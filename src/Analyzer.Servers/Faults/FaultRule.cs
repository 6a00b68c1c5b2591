using System.Globalization;
using System.IO.Enumeration;

namespace Analyzer.Servers.Faults;

/// <summary>One <c>--fault</c>: where, for which arguments, which times, and what. Counts how often its place was passed.</summary>
sealed class FaultRule
{
    static readonly string[] s_protocols = ["smtp", "pop3", "imap", "ftp", "*"];

    readonly string _point;
    readonly string _argument;
    readonly int _first;
    readonly int _last;
    int _passed;

    FaultRule(string point, string argument, (int First, int Last) times, FaultEffect effect) =>
        (_point, _argument, _first, _last, Effect) = (point, argument, times.First, times.Last, effect);

    public FaultEffect Effect { get; }

    /// <summary>Understands <c>PROTOCOL.POINT[=PATTERN][#TIMES]:EFFECT</c>.</summary>
    /// <exception cref="FormatException">It is no such thing; the message says why, for the user.</exception>
    public static FaultRule Parse(string spec)
    {
        int colon = spec.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw new FormatException($"'{spec}' has no ':' before what is to happen");
        string place = spec[..colon];
        (place, string? times) = Halves(place, '#');
        (place, string? argument) = Halves(place, '=');
        (string protocol, string? point) = Halves(place, '.');
        if (!s_protocols.Contains(protocol, StringComparer.OrdinalIgnoreCase) || string.IsNullOrEmpty(point))
            throw new FormatException($"'{place}' is no place: smtp, pop3, imap, ftp or *, then a dot, then a command, connect, content, data or *");
        return new FaultRule(place, argument ?? "*", Times(times), FaultEffect.Parse(spec[(colon + 1)..]));
    }

    /// <summary>Counts a passage that fits, and says whether this is one of the wanted ones.</summary>
    public bool Passes(string point, string argument)
    {
        if (!Fits(_point, point) || !Fits(_argument, argument)) return false;
        if (_passed < int.MaxValue) _passed++;
        return _passed >= _first && _passed <= _last;
    }

    // The library's match takes no pattern to fit an empty text.
    static bool Fits(string pattern, string text) => pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, text);

    static (string Before, string? After) Halves(string text, char at)
    {
        int index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    // "2" the second time only, "2-" from then on, "2-4" three times.
    static (int First, int Last) Times(string? text)
    {
        if (text is null) return (1, int.MaxValue);
        (string from, string? to) = Halves(text, '-');
        int first = Number(from);
        int last = to switch { null => first, "" => int.MaxValue, _ => Number(to) };
        return first >= 1 && first <= last ? (first, last) : throw new FormatException($"'#{text}' is no range: #2, #2- or #2-4");

        int Number(string digits) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException($"'#{text}' is no range: #2, #2- or #2-4");
    }
}
