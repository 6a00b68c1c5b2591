using System.Collections.Immutable;
using Analyzer.Capture;

namespace Analyzer.Dissection.Filtering.Conditions;

/// <summary>Turns a test's operator and values into a condition, as its field's kind wants it.</summary>
static class ConditionParser
{
    const string RangeSign = "..";

    /// <summary>The condition; null: the values do not suit the field, and the error says why.</summary>
    public static Condition? Parse(FilterField field, in FilterToken test, out FilterError? error)
    {
        error = null;
        var any = new List<Condition>();
        foreach (FilterValue value in test.Values)
        {
            Condition? condition = Parse(field, test.Operator, value, out string problem);
            if (condition is null)
            {
                error = new FilterError(value.Column, Math.Max(1, value.Text.Length), problem);
                return null;
            }
            any.Add(condition);
        }
        return any.Count == 1 ? any[0] : new AnyCondition(any);
    }

    static Condition? Parse(FilterField field, FilterOperator op, FilterValue value, out string problem)
    {
        problem = "";
        if (op == FilterOperator.Matches) return Regex(field, value, out problem);
        bool isComparison = op is FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual;
        switch (field.Kind)
        {
            case FieldKind.Number:
                return Number(field, op, value, NumberLiteral.Sizes, "a number such as 25, 1.5k or 20..30", out problem);
            case FieldKind.Duration:
                return Number(field, op, value, NumberLiteral.Durations, "a time span such as 250ms, 5s or 1m..5m", out problem);
            case FieldKind.Time:
                return Time(field, op, value, out problem);
            case FieldKind.Code:
                return Code(op, value, out problem);
        }
        if (isComparison)
        {
            problem = $"'{field.Name}' cannot be compared by size; it takes : = != ~";
            return null;
        }
        return field.Kind switch
        {
            FieldKind.Word => Word(field, value, out problem),
            FieldKind.Host => Address(op, value) ?? Text(op, value),
            FieldKind.Network => Network(field, op, value, out problem),
            _ => Text(op, value),
        };
    }

    static RegexCondition? Regex(FilterField field, FilterValue value, out string problem)
    {
        if (field.Kind is FieldKind.Time or FieldKind.Duration or FieldKind.Network)
        {
            problem = $"'{field.Name}' is no text and has nothing for a regular expression";
            return null;
        }
        string text = value.Text;
        bool isSlashed = !value.IsQuoted && text.Length > 2 && text[0] == '/' && (text.EndsWith('/') || text.EndsWith("/i", StringComparison.Ordinal));
        if (!isSlashed) return RegexCondition.From(text, ignoresCase: false, out problem);
        bool ignoresCase = !text.EndsWith('/');
        return RegexCondition.From(text[1..(ignoresCase ? ^2 : ^1)], ignoresCase, out problem);
    }

    /// <summary>A text that contains this, is like this glob, or is this.</summary>
    internal static Condition Text(FilterOperator op, FilterValue value)
    {
        if (op is FilterOperator.Equal or FilterOperator.NotEqual) return new EqualsCondition(value.Text);
        bool isGlob = !value.IsQuoted && value.Text.AsSpan().ContainsAny('*', '?');
        return isGlob ? RegexCondition.FromGlob(value.Text) : new ContainsCondition(value.Text);
    }

    /// <summary>An address, a network or a range of addresses; null if it is none.</summary>
    internal static AddressCondition? Address(FilterOperator op, FilterValue value)
    {
        if (value.IsQuoted) return null;
        int range = op == FilterOperator.Has ? value.Text.IndexOf(RangeSign, StringComparison.Ordinal) : -1;
        if (range < 0) return AddressLiteral.TryParse(value.Text, out IpAddress lowest, out IpAddress highest) ? new AddressCondition(lowest, highest) : null;
        return AddressLiteral.TryParse(value.Text[..range], out IpAddress first, out _)
            && AddressLiteral.TryParse(value.Text[(range + RangeSign.Length)..], out _, out IpAddress last) && first.IsV6 == last.IsV6
            ? new AddressCondition(first, last) : null;
    }

    static AddressCondition? Network(FilterField field, FilterOperator op, FilterValue value, out string problem)
    {
        AddressCondition? condition = Address(op, value);
        problem = condition is null ? $"'{value.Text}' is no address or network for '{field.Name}' (such as 10.0.0.0/8 or 2001:db8::/32)" : "";
        return condition;
    }

    static WordCondition? Word(FilterField field, FilterValue value, out string problem)
    {
        problem = "";
        // A registry that names no words takes any.
        if (field.Words.IsEmpty) return new WordCondition(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { value.Text });
        string[] meant = [.. field.Words.Where(word => word.Equals(value.Text, StringComparison.OrdinalIgnoreCase))];
        if (meant.Length == 0 && !value.IsQuoted)
        {
            bool isGlob = value.Text.AsSpan().ContainsAny('*', '?');
            Condition like = RegexCondition.FromGlob(isGlob ? value.Text : value.Text + "*");
            meant = [.. field.Words.Where(like.Is)];
        }
        if (meant.Length > 0) return new WordCondition(meant);
        problem = $"'{value.Text}' is no value of '{field.Name}'{Suggestion.For(value.Text, field.Words)}; it knows {string.Join(", ", field.Words)}";
        return null;
    }

    static Condition? Code(FilterOperator op, FilterValue value, out string problem)
    {
        problem = "";
        if (op is FilterOperator.Has or FilterOperator.Equal or FilterOperator.NotEqual)
        {
            int range = value.Text.IndexOf(RangeSign, StringComparison.Ordinal);
            if (range < 0 || op != FilterOperator.Has) return value.Text.Contains('*', StringComparison.Ordinal) ? Text(FilterOperator.Has, value) : new CodeCondition(value.Text);
        }
        NumberCondition? number = Number(null, op, value, [], "a number such as 500 or 500..599", out problem);
        return number is null ? null : new NumericTextCondition(number);
    }

    static NumberCondition? Number(
        FilterField? field, FilterOperator op, FilterValue value, ImmutableArray<(string, decimal)> units, string expected, out string problem)
    {
        problem = "";
        string text = value.Text;
        if (field is { IsFlag: true } && Claim(text) is { } isAny) return isAny ? new NumberCondition(1, long.MaxValue) : new NumberCondition(0, 0);
        if (NumberLiteral.TryParse(text, units, out long number)) return NumberCondition.From(op, number);
        int range = op is FilterOperator.Has ? text.IndexOf(RangeSign, StringComparison.Ordinal) : -1;
        if (range >= 0 && text.Length > RangeSign.Length)
        {
            (long lowest, long highest) = (long.MinValue, long.MaxValue);
            string first = text[..range], last = text[(range + RangeSign.Length)..];
            bool isRange = (first.Length == 0 || NumberLiteral.TryParse(first, units, out lowest)) && (last.Length == 0 || NumberLiteral.TryParse(last, units, out highest));
            if (isRange) return new NumberCondition(lowest, highest);
        }
        problem = $"'{text}' is not {expected}";
        return null;
    }

    static bool? Claim(string text) => text.ToLowerInvariant() switch
    {
        "yes" => true,
        "no" => false,
        _ => null,
    };

    static Condition? Time(FilterField field, FilterOperator op, FilterValue value, out string problem)
    {
        problem = $"'{value.Text}' is no time for '{field.Name}' (such as 09:30, 09:30..10:00, 2026-11-20 or 2026-11-20T09:30:15Z)";
        string text = value.Text;
        int range = op == FilterOperator.Has ? text.IndexOf(RangeSign, StringComparison.Ordinal) : -1;
        if (range < 0) return TimeLiteral.TryParse(text, out TimeLiteral time) ? Time(op, time) : null;
        string first = text[..range], last = text[(range + RangeSign.Length)..];
        TimeLiteral from = default, to = default;
        if (first.Length > 0 && !TimeLiteral.TryParse(first, out from) || last.Length > 0 && !TimeLiteral.TryParse(last, out to)) return null;
        if (first.Length == 0) return last.Length == 0 ? null : Time(FilterOperator.LessOrEqual, to);
        if (last.Length == 0) return Time(FilterOperator.GreaterOrEqual, from);
        if (from.IsTimeOfDay != to.IsTimeOfDay)
        {
            problem = "the two ends of a range need both a date or both none";
            return null;
        }
        return from.IsTimeOfDay ? new TimeOfDayCondition(from.First, to.Last) : new MomentCondition(from.First, to.Last);
    }

    static Condition Time(FilterOperator op, TimeLiteral time)
    {
        (long first, long last) = time.IsTimeOfDay ? (0L, TimeLiteral.Day - 1) : (long.MinValue, long.MaxValue);
        (first, last) = op switch
        {
            FilterOperator.Less => (first, time.First - 1),
            FilterOperator.LessOrEqual => (first, time.Last),
            FilterOperator.Greater => (time.Last + 1, last),
            FilterOperator.GreaterOrEqual => (time.First, last),
            _ => (time.First, time.Last),
        };
        bool isEmpty = first > last;
        return time.IsTimeOfDay && !isEmpty ? new TimeOfDayCondition(first, last) : new MomentCondition(first, isEmpty ? long.MinValue : last);
    }
}
