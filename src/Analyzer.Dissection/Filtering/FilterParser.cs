using Analyzer.Dissection.Filtering.Conditions;

namespace Analyzer.Dissection.Filtering;

/// <summary>
/// Reads a filter by the grammar <c>expr := all {"or" all}</c>, <c>all := term {["and"] term}</c>,
/// <c>term := ["-" | "not"] (test | word | phrase | regex | "(" expr ")")</c>.
/// </summary>
sealed class FilterParser
{
    /// <summary>The deepest nesting: far beyond what a person writes, far within what the stack holds.</summary>
    public const int MaxDepth = 64;

    readonly FilterLexer _lexer;
    FilterToken _token;
    int _depth;

    public FilterParser(string text)
    {
        _lexer = new FilterLexer(text);
        Advance();
    }

    /// <summary>Why the filter cannot be understood.</summary>
    public FilterError? Error { get; private set; }

    /// <summary>A test of a header field is in it.</summary>
    public bool NeedsHeaders { get; private set; }

    /// <summary>The whole filter; null: see <see cref="Error"/>.</summary>
    public FilterNode? Parse()
    {
        FilterNode? node = Alternatives();
        if (Error is null && _token.Kind != FilterTokenKind.End) Fail(_token, "this ')' closes nothing");
        return Error is null ? node : null;
    }

    void Advance()
    {
        _token = _lexer.Next();
        Error ??= _lexer.Error;
    }

    FilterNode? Fail(in FilterToken token, string message)
    {
        Error ??= new FilterError(token.Column, token.Length, message);
        return null;
    }

    FilterNode? Alternatives()
    {
        var nodes = new List<FilterNode>();
        while (true)
        {
            if (Together() is not { } node) return null;
            nodes.Add(node);
            if (_token.Kind != FilterTokenKind.Or) return nodes.Count == 1 ? nodes[0] : new AnyOf(nodes);
            Advance();
        }
    }

    FilterNode? Together()
    {
        var nodes = new List<FilterNode>();
        while (true)
        {
            if (Term() is not { } node) return null;
            nodes.Add(node);
            if (_token.Kind == FilterTokenKind.And) Advance();
            else if (_token.Kind is FilterTokenKind.End or FilterTokenKind.Or or FilterTokenKind.Close) return nodes.Count == 1 ? nodes[0] : new AllOf(nodes);
        }
    }

    FilterNode? Term()
    {
        FilterToken token = _token;
        if (Error is not null) return null;
        if (++_depth > MaxDepth) return Fail(token, $"this is nested more than {MaxDepth} deep");
        FilterNode? node = token.Kind switch
        {
            FilterTokenKind.Not => Negated(),
            FilterTokenKind.Open => Parenthesis(token),
            FilterTokenKind.Test => Test(token),
            FilterTokenKind.Word => Word(token),
            FilterTokenKind.Phrase => token.Text.Length > 0 ? Search(new ContainsCondition(token.Text)) : Fail(token, "there is nothing between the quotation marks"),
            FilterTokenKind.Regex => Regex(token),
            FilterTokenKind.End => Fail(token, "a condition is missing at the end"),
            _ => Fail(token, $"a condition is missing before '{token.Text}'"),
        };
        _depth--;
        return node;
    }

    NoneOf? Negated()
    {
        Advance();
        return Term() is { } node ? new NoneOf(node) : null;
    }

    FilterNode? Parenthesis(in FilterToken open)
    {
        Advance();
        if (Alternatives() is not { } node) return null;
        if (_token.Kind != FilterTokenKind.Close) return Fail(open, "this '(' is not closed");
        Advance();
        return node;
    }

    FilterNode? Test(in FilterToken token)
    {
        if (FilterFields.Find(token.Text) is not { } field)
        {
            string guess = Suggestion.For(token.Text, FilterFields.All.Select(known => known.Name));
            string hint = guess.Length > 0 ? guess : "; put text in quotes to search for it";
            return Fail(token with { Length = token.Text.Length }, $"there is no field '{token.Text}'{hint}");
        }
        Condition? condition = ConditionParser.Parse(field, token, out FilterError? error);
        if (condition is null)
        {
            Error ??= error;
            return null;
        }
        NeedsHeaders |= field.Name.StartsWith(FilterFields.HeaderPrefix, StringComparison.OrdinalIgnoreCase);
        Advance();
        var node = new FieldNode(field, condition);
        return token.Operator == FilterOperator.NotEqual ? new NoneOf(node) : node;
    }

    FilterNode? Word(in FilterToken token)
    {
        if (FilterFields.Find(token.Text) is { IsFlag: true } flag)
        {
            Advance();
            return new FieldNode(flag, flag.Kind == FieldKind.Number ? new NumberCondition(1, long.MaxValue) : new WordCondition(["yes"]));
        }
        var value = new FilterValue(token.Text, IsQuoted: false, token.Column);
        Condition text = ConditionParser.Text(FilterOperator.Has, value);
        AddressCondition? address = ConditionParser.Address(FilterOperator.Has, value);
        return Search(address is null ? text : new AnyCondition([address, text]));
    }

    FilterNode? Regex(in FilterToken token)
    {
        RegexCondition? condition = RegexCondition.From(token.Text, token.IgnoresCase, out string problem);
        return condition is null ? Fail(token, problem) : Search(condition);
    }

    SearchNode Search(Condition condition)
    {
        Advance();
        return new SearchNode(condition);
    }
}
