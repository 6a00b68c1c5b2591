namespace Analyzer.Servers.Recording.Tcp;

/// <summary>Puts a direction's segments in order.</summary>
sealed class ReceiveQueue
{
    readonly SortedList<long, ReadOnlyMemory<byte>> _early = [];

    /// <summary>How far the stream is here without a gap; the next byte that is wanted.</summary>
    public long Next { get; private set; }

    /// <summary>Whether segments wait for one before them.</summary>
    public bool HasEarly => _early.Count > 0;

    /// <summary>Takes a segment; returns the pieces that are now in order. None: it was early or had come before.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Add(long offset, ReadOnlyMemory<byte> bytes)
    {
        var inOrder = new List<ReadOnlyMemory<byte>>();
        if (offset > Next) _early.TryAdd(offset, bytes);
        else Take(offset, bytes, inOrder);
        while (_early.Count > 0 && _early.Keys[0] <= Next)
        {
            Take(_early.Keys[0], _early.Values[0], inOrder);
            _early.RemoveAt(0);
        }
        return inOrder;
    }

    void Take(long offset, ReadOnlyMemory<byte> bytes, List<ReadOnlyMemory<byte>> inOrder)
    {
        int known = (int)(Next - offset);
        if (known >= bytes.Length) return;
        inOrder.Add(bytes[known..]);
        Next += bytes.Length - known;
    }
}
