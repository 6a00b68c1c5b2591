using System.Collections.Immutable;
using Analyzer.Dissection.Filtering.Conditions;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>What kind of value a field has, and so how its tests are written.</summary>
public enum FieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of the words that the field knows.</summary>
    Word,

    /// <summary>A count or a size in bytes.</summary>
    Number,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>A moment or a time of day.</summary>
    Time,

    /// <summary>An address, a network, or a host name.</summary>
    Host,

    /// <summary>An address or a network.</summary>
    Network,

    /// <summary>A reply code.</summary>
    Code,
}

/// <summary>A field of the filter language.</summary>
public sealed record FilterField
{
    internal FilterField(string name, FieldKind kind, string meaning, FieldTest test) => (Name, Kind, Meaning, Test) = (name, kind, meaning, test);

    /// <summary>Lower case; <c>hdr.</c> stands for all header fields.</summary>
    public string Name { get; }

    /// <summary>What its values are.</summary>
    public FieldKind Kind { get; }

    /// <summary>What it is, in a few words.</summary>
    public string Meaning { get; }

    /// <summary>Words that are worth offering; for <see cref="FieldKind.Word"/> these are all that there are.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Whether the field alone is a test: <c>tls</c> means <c>tls:yes</c>.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Shows the subject's values to a condition.</summary>
    internal FieldTest Test { get; }
}

/// <summary>Whether one of the subject's values meets a condition.</summary>
delegate bool FieldTest(in FilterSubject subject, Condition condition);

/// <summary>Whether one of a record's values meets a condition.</summary>
delegate bool RecordTest(Record record, Condition condition);
