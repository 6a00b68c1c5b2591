using System.Diagnostics.CodeAnalysis;

namespace Analyzer.Dissection.Ftp;

/// <summary>A table with so many entries at most: the oldest leaves for a new one.</summary>
sealed class BoundedTable<TKey, TValue>(int max)
    where TKey : notnull
{
    readonly Dictionary<TKey, TValue> _values = [];
    readonly Queue<TKey> _order = new();

    /// <summary>Finds an entry.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    /// <summary>Adds or replaces an entry.</summary>
    public void Set(TKey key, TValue value)
    {
        if (!_values.TryAdd(key, value))
        {
            _values[key] = value;
            return;
        }
        _order.Enqueue(key);
        while (_values.Count > max) _values.Remove(_order.Dequeue());
    }
}
