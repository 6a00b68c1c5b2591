using System.Globalization;
using System.Text.RegularExpressions;
using Analyzer.Capture;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>The text contains this, whatever the case.</summary>
sealed class ContainsCondition(string part) : Condition
{
    public override bool Is(string? value) => value is not null && value.Contains(part, StringComparison.OrdinalIgnoreCase);

    public override bool Is(IpAddress value) => Is(value.ToString());
}

/// <summary>The text is this, whatever the case.</summary>
sealed class EqualsCondition(string whole) : Condition
{
    public override bool Is(string? value) => string.Equals(value, whole, StringComparison.OrdinalIgnoreCase);

    public override bool Is(IpAddress value) => Is(value.ToString());
}

/// <summary>The text is one of these words.</summary>
sealed class WordCondition(IReadOnlyCollection<string> words) : Condition
{
    public override bool Is(string? value) => value is not null && words.Contains(value);
}

/// <summary>
/// The text matches a regular expression, searched in time linear in the text, so that no captured text can make it slow.
/// </summary>
sealed class RegexCondition : Condition
{
    // Linear time is bounded already; this is the last resort against an expression that is itself enormous.
    static readonly TimeSpan s_timeOut = TimeSpan.FromSeconds(1);

    readonly Regex _regex;

    RegexCondition(Regex regex) => _regex = regex;

    /// <summary>Compiles the expression; null when it is none.</summary>
    public static RegexCondition? From(string expression, bool ignoresCase, out string problem)
    {
        RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : 0);
        try
        {
            problem = "";
            return new RegexCondition(new Regex(expression, options, s_timeOut));
        }
        catch (RegexParseException error)
        {
            problem = $"the regular expression '{expression}' is wrong at its character {error.Offset + 1}";
        }
        catch (NotSupportedException)
        {
            problem = $"the regular expression '{expression}' uses what takes no bounded time (a look-around, a back reference, or huge repetition)";
        }
        return null;
    }

    /// <summary><c>*</c> stands for any text and <c>?</c> for any character; the whole value must be like this.</summary>
    public static RegexCondition FromGlob(string glob)
    {
        string expression = "^" + Regex.Escape(glob).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + "$";
        const RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline;
        return new RegexCondition(new Regex(expression, options, s_timeOut));
    }

    public override bool Is(string? value)
    {
        try
        {
            return value is not null && _regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    public override bool Is(IpAddress value) => Is(value.ToString());

    public override bool Is(long value) => Is(value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A reply code: <c>x</c> in the pattern stands for any digit.</summary>
sealed class CodeCondition(string pattern) : Condition
{
    public override bool Is(string? value)
    {
        if (value is null || value.Length != pattern.Length) return false;
        for (int i = 0; i < pattern.Length; i++)
        {
            bool isAnyDigit = pattern[i] is 'x' or 'X';
            if (isAnyDigit ? !char.IsAsciiDigit(value[i]) : char.ToUpperInvariant(value[i]) != char.ToUpperInvariant(pattern[i])) return false;
        }
        return true;
    }
}

/// <summary>A text that is a number, compared as one.</summary>
sealed class NumericTextCondition(Condition number) : Condition
{
    public override bool Is(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) && number.Is(parsed);
}
