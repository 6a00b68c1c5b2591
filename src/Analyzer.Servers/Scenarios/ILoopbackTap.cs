namespace Analyzer.Servers.Scenarios;

/// <summary>
/// Sees the packets of the loopback interface, from its making on. The seam to whoever can capture: the servers know no capture source.
/// </summary>
public interface ILoopbackTap
{
    /// <summary>Waits for the last packets, ends the capture and gives them in order, or says why some are missing.</summary>
    /// <exception cref="LivePlayException">The capture is not whole.</exception>
    IReadOnlyList<TappedFrame> Finish();
}

/// <summary>A captured frame.</summary>
/// <param name="Time">When.</param>
/// <param name="Bytes">From the Ethernet header on.</param>
public readonly record struct TappedFrame(DateTimeOffset Time, ReadOnlyMemory<byte> Bytes);

/// <summary>A scenario cannot be played over the loopback interface of this machine; the message is for the user.</summary>
public sealed class LivePlayException : Exception
{
    /// <summary>The message says what is in the way.</summary>
    public LivePlayException(string message) : base(message)
    {
    }

    /// <summary>The same, with what it was seen by.</summary>
    public LivePlayException(string message, Exception inner) : base(message, inner)
    {
    }
}
