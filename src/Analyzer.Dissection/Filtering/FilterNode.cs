using Analyzer.Dissection.Filtering.Conditions;

namespace Analyzer.Dissection.Filtering;

/// <summary>A filter, or a part of one, ready to be asked.</summary>
abstract class FilterNode
{
    public abstract bool Matches(in FilterSubject subject);
}

sealed class AllOf(IReadOnlyList<FilterNode> nodes) : FilterNode
{
    public override bool Matches(in FilterSubject subject)
    {
        foreach (FilterNode node in nodes)
        {
            if (!node.Matches(subject)) return false;
        }
        return true;
    }
}

sealed class AnyOf(IReadOnlyList<FilterNode> nodes) : FilterNode
{
    public override bool Matches(in FilterSubject subject)
    {
        foreach (FilterNode node in nodes)
        {
            if (node.Matches(subject)) return true;
        }
        return false;
    }
}

sealed class NoneOf(FilterNode node) : FilterNode
{
    public override bool Matches(in FilterSubject subject) => !node.Matches(subject);
}

sealed class FieldNode(FilterField field, Condition condition) : FilterNode
{
    public override bool Matches(in FilterSubject subject) => field.Test(subject, condition);
}

sealed class SearchNode(Condition condition) : FilterNode
{
    public override bool Matches(in FilterSubject subject) => FieldValues.Any(subject, FieldValues.Searched, condition);
}
