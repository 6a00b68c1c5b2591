using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// A message in the making whose bytes nobody will be able to read again (they came by pipe, or inflated): it takes them as they
/// pass. That works as long as its pieces come in order within one session.
/// </summary>
internal sealed class LiveWhole(MessageBuilder message, int session) : IByteSink
{
    /// <summary>What it becomes.</summary>
    public MessageBuilder Message { get; } = message;

    /// <summary>Where its header ends; null while unknown.</summary>
    public long? HeaderEnd { get; set; }

    /// <summary>It can not become whole any more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The session that it belongs to.</summary>
    public int Session { get; } = session;

    /// <inheritdoc/>
    public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time)
    {
        if (!IsBroken) Message.OnBytes(bytes, extent, time);
    }

    /// <summary>Something is missing, or was not what it seemed to be.</summary>
    public void Break() => IsBroken = true;
}
