using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Analyzer.Terminal.Commands;

/// <summary>Options whose values are numbers within bounds.</summary>
static class NumberOption
{
    /// <summary>The number that was given; null: none, or what was given is no number, which is complained of elsewhere.</summary>
    public static T? Number<T>(this OptionResult result)
        where T : struct, IParsable<T> =>
        result.Tokens is [.., { Value: var text }] && T.TryParse(text, CultureInfo.InvariantCulture, out T number) ? number : null;

    /// <summary>Refuses numbers that lie outside of these bounds.</summary>
    public static void AcceptOnly<T>(this Option<T> option, T least, T most)
        where T : struct, IParsable<T>, IComparable<T> =>
        option.Validators.Add(result =>
        {
            if (result.Number<T>() is { } number && (number.CompareTo(least) < 0 || number.CompareTo(most) > 0)) result.AddError($"{option.Name}: it is a number from {least} to {most}");
        });
}
