using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Dialogues;

/// <summary>
/// Understands one protocol's dialogue on one connection. Takes lines and blocks from the two cursors and says what they mean to its
/// <see cref="Sessions.SessionContext"/>. Hostile input can end a dialogue; it can never throw out of a dissector.
/// </summary>
public interface IDissector
{
    /// <summary>
    /// Something came in one of the directions (bytes, a gap, or the end). Takes from both what it can, and returns when it needs more.
    /// Bytes that it does not take come again. While <see cref="Sessions.SessionContext.MayWait"/> holds, it may leave the bytes of one
    /// direction until the other has answered; else it goes on with the likely answer.
    /// </summary>
    void Advance(ref StreamCursor client, ref StreamCursor server);

    /// <summary>The connection has ended and all bytes were offered: delivers what is still open. Called exactly once, last.</summary>
    void Close(CloseReason reason, Timestamp time);
}
