using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Smtp;

/// <summary>A message between its command and the server's verdict. It becomes one that is told with its first byte, or its end.</summary>
internal sealed class SmtpMessage(SessionContext context, string via, MessageDirection direction, Transform transform)
{
    MessageBuilder? _builder;

    /// <summary>It has bytes, or an end.</summary>
    public bool HasBegun => _builder is not null;

    /// <summary>Its beginning is not in the capture.</summary>
    public bool IsCutAtStart { get; init; }

    /// <summary>The server refused one of its chunks: whatever the last reply says, it does not have the message.</summary>
    public bool IsRefused { get; set; }

    /// <summary>A part of it is not on this wire (BURL): it cannot be whole.</summary>
    public bool LacksParts { get; set; }

    /// <summary>Takes the message's bytes, the first of which was captured at <paramref name="time"/>.</summary>
    public MessageBuilder Open(Timestamp time)
    {
        _builder ??= context.BeginMessage(via, direction, time, transform);
        _builder.IsCutAtStart = IsCutAtStart;
        return _builder;
    }

    /// <summary>It ends here; <paramref name="isWhole"/>: and the end itself was seen.</summary>
    public void End(bool isWhole) => _builder?.End(isWhole && !LacksParts);

    /// <summary>The verdict is in, or none will come.</summary>
    public void Tell(Envelope envelope, bool? accepted)
    {
        if (_builder is null) return;
        _builder.Envelope = envelope;
        _builder.Accepted = IsRefused ? false : accepted;
        _builder.Tell();
    }
}
