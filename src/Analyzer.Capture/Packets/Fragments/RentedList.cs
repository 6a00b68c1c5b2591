using System.Buffers;

namespace Analyzer.Capture.Packets.Fragments;

/// <summary>A growing list in an array of the shared pool, to be given back with <see cref="Release"/>.</summary>
internal struct RentedList<T> where T : unmanaged
{
    T[]? _items;

    public int Count { get; private set; }

    /// <summary>How many items the memory held has room for.</summary>
    public readonly int Capacity => _items?.Length ?? 0;

    /// <summary>Valid until the list changes.</summary>
    public readonly ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public void Append(ReadOnlySpan<T> items)
    {
        Reserve(items.Length);
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    public void Insert(int index, T item)
    {
        Reserve(1);
        Span<T> items = _items;
        items[index..Count].CopyTo(items[(index + 1)..]);
        items[index] = item;
        Count++;
    }

    public void Release()
    {
        if (_items is not null) ArrayPool<T>.Shared.Return(_items);
        _items = null;
        Count = 0;
    }

    void Reserve(int more)
    {
        if (Capacity - Count >= more) return;
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(Count + more, 2 * Capacity));
        Items.CopyTo(larger);
        int count = Count;
        Release();
        _items = larger;
        Count = count;
    }
}
