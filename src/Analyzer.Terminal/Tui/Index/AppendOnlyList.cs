namespace Analyzer.Terminal.Tui.Index;

/// <summary>
/// A list that one thread appends to and any thread reads, without a lock: whoever takes the count sees that many items, forever.
/// </summary>
sealed class AppendOnlyList<T>
{
    const int ChunkBits = 12;
    const int ChunkSize = 1 << ChunkBits;

    // Chunks never move; their directory is copied when it grows.
    T[][] _chunks = new T[4][];
    int _count;

    /// <summary>Items that may be read.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>An item below a count that was read before.</summary>
    public T this[int index] => Volatile.Read(ref _chunks)[index >> ChunkBits][index & (ChunkSize - 1)];

    /// <summary>Appends; for the one writing thread.</summary>
    public void Add(T item)
    {
        int count = _count, chunk = count >> ChunkBits;
        if (chunk == _chunks.Length)
        {
            T[][] longer = new T[chunk * 2][];
            _chunks.CopyTo(longer, 0);
            Volatile.Write(ref _chunks, longer);
        }
        (_chunks[chunk] ??= new T[ChunkSize])[count & (ChunkSize - 1)] = item;
        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>Changes an item in its place; for the one writing thread, and items that are read and written at once.</summary>
    public void Set(int index, T item)
    {
        // What the item refers to is there before it.
        Interlocked.MemoryBarrier();
        _chunks[index >> ChunkBits][index & (ChunkSize - 1)] = item;
    }
}
