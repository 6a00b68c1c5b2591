using System.Diagnostics.CodeAnalysis;

namespace Analyzer.Dissection.Filtering;

/// <summary>
/// A compiled filter. Immutable; may be asked by several threads at once.
/// </summary>
/// <remarks>
/// The language: <c>field op value</c> with the operators <c>:</c> (contains; a network for addresses; a list <c>a,b</c>; a glob with
/// <c>*</c>; a range <c>x..y</c>), <c>=</c>, <c>!=</c>, <c>~</c> (regular expression) and <c>&lt; &lt;= &gt; &gt;=</c>; bare words,
/// <c>"phrases"</c> and <c>/regex/i</c>, which search addresses, hosts, users, subjects and names; <c>and</c> (or nothing),
/// <c>or</c>, <c>not</c> or <c>-</c>, and parentheses. A test of a session is true when one of its records makes it true.
/// </remarks>
public sealed class Filter
{
    /// <summary>The longest filter, in characters: nobody writes as much, and every step over it is bounded.</summary>
    public const int MaxLength = 4096;

    readonly FilterNode _root;

    Filter(string text, FilterNode root, bool needsHeaders) => (Text, _root, NeedsHeaders) = (text, root, needsHeaders);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether header fields are asked for: subjects then need an <see cref="IHeaderSource"/>, and messages their bytes.</summary>
    public bool NeedsHeaders { get; }

    /// <summary>Compiles a filter. False: it cannot be understood, and the error says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Filter? filter, [NotNullWhen(false)] out FilterError? error)
    {
        filter = null;
        if (text.Length > MaxLength)
        {
            error = new FilterError(MaxLength + 1, text.Length - MaxLength, $"a filter is at most {MaxLength} characters long");
            return false;
        }
        var parser = new FilterParser(text);
        FilterNode? root = parser.Parse();
        error = parser.Error;
        if (root is null || error is not null)
        {
            error ??= new FilterError(1, 1, "a filter is missing");
            return false;
        }
        filter = new Filter(text, root, parser.NeedsHeaders);
        return true;
    }

    /// <summary>Whether the filter lets this through.</summary>
    public bool Matches(in FilterSubject subject) => _root.Matches(subject);
}
