namespace Analyzer.Capture.Sources.Live;

/// <summary>An interface whose packets are captured, and what was counted of it. Written by the capturing thread, read by any.</summary>
public sealed class LiveInterface
{
    /// <summary>As the system calls it; <c>-</c> for standard input.</summary>
    public required string Name { get; init; }

    /// <summary>What its packets begin with.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>Bytes kept of each packet; 0: all.</summary>
    public int SnapLength { get; init; }

    /// <summary>The capture filter in force, if any.</summary>
    public string? Filter { get; init; }

    /// <summary>Packets that passed the filter.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Packets that the kernel dropped because nobody took them in time.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Packets that the interface itself dropped.</summary>
    public long DroppedByInterface => Volatile.Read(ref _droppedByInterface);

    long _received, _dropped, _droppedByInterface;

    internal void Count(long received, long dropped, long droppedByInterface)
    {
        Volatile.Write(ref _received, _received + received);
        Volatile.Write(ref _dropped, _dropped + dropped);
        Volatile.Write(ref _droppedByInterface, _droppedByInterface + droppedByInterface);
    }
}
