using Analyzer.Capture.Sources;

namespace Analyzer.Terminal.Tui.Index;

/// <summary>How far the reading of captures has come.</summary>
enum LoadState
{
    Loading,

    /// <summary>Packets are captured and read as they come.</summary>
    Live,

    /// <summary>All was read.</summary>
    Done,

    /// <summary>Something of the captures could not be read: findings say what.</summary>
    Partial,

    /// <summary>A capture could not be opened: see <see cref="Load.Problem"/>.</summary>
    Failed,
}

/// <summary>
/// Reads captures into an index on a thread of its own. The thread pool is left alone: signals of the terminal are handled there.
/// </summary>
abstract class Load : IDisposable
{
    volatile LoadState _state;

    /// <summary>What was found so far.</summary>
    public CaptureIndex Index { get; } = new();

    /// <summary>How far it has come. Any thread may look.</summary>
    public LoadState State
    {
        get => _state;
        protected set => _state = value;
    }

    /// <summary>Why nothing can be read, as a sentence; null: nothing is wrong.</summary>
    public string? Problem { get; protected set; }

    /// <summary>What is read, as the user named it.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Bytes read so far.</summary>
    public abstract long Position { get; }

    /// <summary>Bytes in all; -1 when that cannot be known.</summary>
    public abstract long Length { get; }

    /// <summary>Packets read so far.</summary>
    public abstract long Packets { get; }

    /// <summary>How it goes at the moment, in a few words; empty: nothing is to be said.</summary>
    public virtual string Rate => "";

    /// <summary>What was captured is gone when the program ends.</summary>
    public virtual bool IsUnsaved => false;

    /// <summary>Opens the captures once more, from their beginnings. Null: that cannot be done, for this reason.</summary>
    public abstract Reopened? Reopen(out string problem);

    /// <summary>The packets captured so far, as a pcapng file; null: they are in files that the user has named.</summary>
    public virtual Stream? OpenPackets() => null;

    /// <summary>The first so many packets were written to a file.</summary>
    public virtual void SetWritten(long packets)
    {
    }

    /// <summary>Begins to read. <paramref name="changed"/> is called on the reading thread when there is something to see.</summary>
    public abstract void Start(Action changed);

    /// <summary>Stops reading; what was found stays.</summary>
    public abstract void Stop();

    /// <summary>Waits until all is read.</summary>
    public abstract void Wait();

    /// <summary>Stops reading and closes the captures.</summary>
    public abstract void Dispose();
}

/// <summary>Captures that were opened once more.</summary>
/// <param name="sources">In their order.</param>
/// <param name="owner">Closes them.</param>
sealed class Reopened(IReadOnlyList<IPacketSource> sources, IDisposable owner) : IDisposable
{
    public IReadOnlyList<IPacketSource> Sources => sources;

    public void Dispose() => owner.Dispose();
}
