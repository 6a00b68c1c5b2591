using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Analyzer.Dissection.Filtering;

/// <summary>
/// Cuts a filter into tokens. What a colon or a slash means depends on where it stands, so a test with its values is one token.
/// </summary>
sealed class FilterLexer(string text)
{
    int _at;

    /// <summary>Why the last token could not be read.</summary>
    public FilterError? Error { get; private set; }

    /// <summary>The next token; <see cref="FilterTokenKind.End"/> at the end, and after an error.</summary>
    public FilterToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        int start = _at;
        if (Error is not null || start == text.Length) return Token(FilterTokenKind.End, "", start);
        switch (text[start])
        {
            case '(':
                _at++;
                return Token(FilterTokenKind.Open, "(", start);
            case ')':
                _at++;
                return Token(FilterTokenKind.Close, ")", start);
            case '-':
                _at++;
                return Token(FilterTokenKind.Not, "-", start);
            case '"':
                string? phrase = Quoted();
                return phrase is null ? End() : Token(FilterTokenKind.Phrase, phrase, start);
            case '/':
                return SlashedRegex(start);
            default:
                return WordOrTest(start);
        }
    }

    FilterToken Token(FilterTokenKind kind, string value, int start) => new(kind, value, start + 1, Math.Max(1, _at - start));

    FilterToken End() => Token(FilterTokenKind.End, "", _at);

    FilterToken Fail(int start, int length, string message)
    {
        Error ??= new FilterError(start + 1, Math.Max(1, length), message);
        return End();
    }

    FilterToken WordOrTest(int start)
    {
        int afterName = start;
        while (afterName < text.Length && IsNameCharacter(text[afterName])) afterName++;
        bool isTest = afterName > start && char.IsAsciiLetter(text[start]) && TryOperator(afterName, out _, out _);
        string word = Bare(allowsComma: true);
        if (!isTest || IPAddress.TryParse(word, out _)) return Keyword(word, start);
        _at = afterName;
        _ = TryOperator(_at, out FilterOperator op, out int length);
        _at += length;
        string name = text[start..afterName];
        ImmutableArray<FilterValue> values = Values(op);
        if (Error is not null) return End();
        if (values.Any(value => value.Text.Length == 0 && !value.IsQuoted)) return Fail(start, _at - start, $"'{text[start.._at]}' lacks a value");
        return Token(FilterTokenKind.Test, name, start) with { Operator = op, Values = values };
    }

    static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    FilterToken Keyword(string word, int start) => word.ToLowerInvariant() switch
    {
        "and" => Token(FilterTokenKind.And, word, start),
        "or" => Token(FilterTokenKind.Or, word, start),
        "not" => Token(FilterTokenKind.Not, word, start),
        _ => Token(FilterTokenKind.Word, word, start),
    };

    bool TryOperator(int at, out FilterOperator op, out int length)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        (op, length) = rest switch
        {
            ['!', '=', ..] => (FilterOperator.NotEqual, 2),
            ['<', '=', ..] => (FilterOperator.LessOrEqual, 2),
            ['>', '=', ..] => (FilterOperator.GreaterOrEqual, 2),
            ['<', ..] => (FilterOperator.Less, 1),
            ['>', ..] => (FilterOperator.Greater, 1),
            ['=', ..] => (FilterOperator.Equal, 1),
            ['~', ..] => (FilterOperator.Matches, 1),
            [':', ..] => (FilterOperator.Has, 1),
            _ => (default, 0),
        };
        return length > 0;
    }

    ImmutableArray<FilterValue> Values(FilterOperator op)
    {
        // A comma has its own meaning in a regular expression.
        bool isRegex = op == FilterOperator.Matches;
        ImmutableArray<FilterValue>.Builder values = ImmutableArray.CreateBuilder<FilterValue>();
        while (true)
        {
            int start = _at;
            bool isQuoted = _at < text.Length && text[_at] == '"';
            string? value = isQuoted ? Quoted() : Bare(allowsComma: isRegex);
            if (value is null) return [];
            values.Add(new FilterValue(value, isQuoted, start + 1));
            if (isRegex || _at == text.Length || text[_at] != ',') return values.ToImmutable();
            _at++;
        }
    }

    // Ends at white space, and at a parenthesis that does not belong to it.
    string Bare(bool allowsComma)
    {
        int start = _at, depth = 0;
        for (; _at < text.Length && !char.IsWhiteSpace(text[_at]); _at++)
        {
            char c = text[_at];
            if (c == ',' && !allowsComma) break;
            if (c == ')' && depth-- == 0) break;
            if (c == '(') depth++;
        }
        return text[start.._at];
    }

    string? Quoted()
    {
        int start = _at++;
        var value = new StringBuilder();
        for (; _at < text.Length; _at++)
        {
            char c = text[_at];
            if (c == '"')
            {
                _at++;
                return value.ToString();
            }
            if (c == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\') c = text[++_at];
            value.Append(c);
        }
        Fail(start, text.Length - start, "a quotation mark is not closed");
        return null;
    }

    FilterToken SlashedRegex(int start)
    {
        int end = start + 1;
        while (end < text.Length && text[end] != '/') end += text[end] == '\\' ? 2 : 1;
        if (end >= text.Length) return Fail(start, text.Length - start, "a regular expression lacks its second '/'; put text that begins with '/' in quotes");
        _at = end + 1;
        string flags = Bare(allowsComma: true);
        if (flags is not ("" or "i"))
            return Fail(start, _at - start, $"'{flags}' is no flag of a regular expression (only i is); put text that begins with '/' in quotes");
        return Token(FilterTokenKind.Regex, text[(start + 1)..end], start) with { IgnoresCase = flags == "i" };
    }
}
