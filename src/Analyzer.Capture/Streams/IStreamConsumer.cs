namespace Analyzer.Capture.Streams;

/// <summary>
/// Takes one connection's two streams of bytes, in order. Calls come in capture order, on one thread; spans are valid during the
/// call, extents for as long as the captures are open. A consumer must not throw.
/// </summary>
public interface IStreamConsumer
{
    /// <summary>The next bytes of one direction. <paramref name="extent"/> says where exactly these bytes lie.</summary>
    void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet);

    /// <summary><paramref name="missing"/> bytes of one direction are certain to have been sent and are not in the capture.</summary>
    void OnGap(Direction from, long missing, Timestamp time);

    /// <summary>No more will come. Called exactly once, last.</summary>
    void OnClosed(CloseReason reason, Timestamp time);
}

/// <summary>Decides who, if anyone, reads a new connection's streams.</summary>
public interface IStreamAcceptor
{
    /// <summary>
    /// Called once for each connection when its first bytes are about to be delivered (or it ends without any). Null: nobody reads
    /// it; it is then followed for its counts alone.
    /// </summary>
    IStreamConsumer? Accept(Connection connection);

    /// <summary>The connection has ended; its counts are final. Called after the consumer's <see cref="IStreamConsumer.OnClosed"/>.</summary>
    void OnClosed(Connection connection);
}

/// <summary>Why a connection ended.</summary>
public enum CloseReason
{
    /// <summary>Both sides sent FIN.</summary>
    Finished,

    /// <summary>One side sent RST.</summary>
    Reset,

    /// <summary>The capture ended first.</summary>
    EndOfCapture,

    /// <summary>The same four-tuple was used for a new connection.</summary>
    Reused,

    /// <summary>Nothing was heard of it for a long time while the capture went on (see <see cref="StreamLimits.IdleTime"/>).</summary>
    Idle,

    /// <summary>The table was full and this connection had been silent the longest.</summary>
    Evicted,
}
