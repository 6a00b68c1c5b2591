using System.Collections;

namespace Analyzer.Dissection.Mail;

/// <summary>The fields of one header in their order, with repetitions. It owns a copy of the header's bytes.</summary>
public sealed class HeaderList : IReadOnlyList<HeaderField>
{
    /// <summary>A header without fields.</summary>
    public static HeaderList Empty { get; } = new([]);

    readonly HeaderField[] _fields;

    internal HeaderList(HeaderField[] fields) => _fields = fields;

    internal ReadOnlySpan<HeaderField> Fields => _fields;

    /// <inheritdoc/>
    public int Count => _fields.Length;

    /// <inheritdoc/>
    public HeaderField this[int index] => _fields[index];

    /// <summary>The first field of this name, without regard to case.</summary>
    public bool TryFind(string name, out HeaderField field)
    {
        foreach (HeaderField candidate in _fields)
        {
            field = candidate;
            if (candidate.IsNamed(name)) return true;
        }

        field = default;
        return false;
    }

    /// <summary>All fields of this name, in order.</summary>
    public IEnumerable<HeaderField> FindAll(string name)
    {
        foreach (HeaderField field in _fields)
        {
            if (field.IsNamed(name)) yield return field;
        }
    }

    /// <summary>The first field of this name as Unicode text; null when there is none.</summary>
    /// <param name="name">Without regard to case.</param>
    /// <param name="charset">See <see cref="HeaderField.Decode"/>.</param>
    public string? Decode(string name, string? charset = null) => TryFind(name, out HeaderField field) ? field.Decode(charset) : null;

    /// <inheritdoc/>
    public IEnumerator<HeaderField> GetEnumerator() => ((IEnumerable<HeaderField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
