using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Who speaks in a line of a dialogue.</summary>
enum Speaker
{
    Client,
    Server,

    /// <summary>The analysis itself.</summary>
    Analyst,
}

/// <summary>A line of a dialogue, not yet made harmless.</summary>
/// <param name="Phase">The protocol's phase; null: the same as before.</param>
/// <param name="SinceStart">Nanoseconds since the session began; null: unknown, or the same as before.</param>
/// <param name="Speaker">Who says it.</param>
/// <param name="Text">What is said.</param>
/// <param name="Remark">What it means, in a word or two; null: it is plain.</param>
/// <param name="Tone">How good news it is.</param>
readonly record struct ConversationLine(string? Phase, long? SinceStart, Speaker Speaker, string Text, string? Remark, Tone Tone)
{
    /// <summary>The record that it was made from.</summary>
    public Record? About { get; init; }

    /// <summary>It is of the reply, not of the command, of an exchange.</summary>
    public bool IsReply { get; init; }
}
