namespace Analyzer.Dissection.Dialogues;

/// <summary>
/// Watches a dissector's loop, which goes on as long as one of its halves says that it has moved. A fault in it that waits for itself would
/// hang the whole run: this ends the session instead (see <see cref="IDissector"/>).
/// </summary>
public struct Rounds
{
    /// <summary>
    /// Rounds in a row that take nothing. Some do: they settle what stands open, one thing a round, and there are never a hundred things.
    /// </summary>
    public const int MaxIdle = 1000;

    long _taken;
    int _idle;

    /// <summary>A round has moved.</summary>
    /// <exception cref="InvalidOperationException">Too many have taken nothing.</exception>
    public void Count(in StreamCursor client, in StreamCursor server)
    {
        long taken = client.Offset + server.Offset;
        if (taken != _taken) (_taken, _idle) = (taken, 0);
        else if (++_idle > MaxIdle) throw new InvalidOperationException("A dissector goes round and round.");
    }
}
