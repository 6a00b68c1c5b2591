using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Journeys;

/// <summary>One hop of a message on its way: a transfer that was captured, or one that only a Received field tells of.</summary>
public sealed record JourneyRecord : Record
{
    /// <summary>From 1, oldest first.</summary>
    public required int Hop { get; init; }

    /// <summary>The message's identifier, with its angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>Its first byte's capture; for a hop that was not captured, the time that the receiving server wrote.</summary>
    public Timestamp Time { get; init; } = Timestamp.Unknown;

    /// <summary>Nanoseconds since the hop before; null when either time is unknown. Clocks that differ can make it negative.</summary>
    public long? Delay { get; init; }

    /// <summary>The message as it was captured; null: only a Received field tells of this hop.</summary>
    public MessageRecord? Message { get; init; }

    /// <summary>Who brought or fetched the message; null when not captured.</summary>
    public Endpoint? Client { get; init; }

    /// <summary>Who took or gave it; null when not captured.</summary>
    public Endpoint? Server { get; init; }

    /// <summary>The client's name, as the capture or the Received field tells it.</summary>
    public string? ClientName { get; init; }

    /// <summary>The server's name, as the capture or the Received field tells it.</summary>
    public string? ServerName { get; init; }

    /// <summary>How many Received fields the message had on this hop.</summary>
    public int? Received { get; init; }

    /// <summary>Over the bytes behind the header, lower-case hex; null when they are not all there.</summary>
    public string? BodySha256 { get; init; }

    /// <summary>Whether the body is the same as on the captured hop before; null when that cannot be told.</summary>
    public bool? IsSameBody { get; init; }

    /// <summary>What this hop's receiver wrote of it, as a later hop shows it; null when no later hop was captured.</summary>
    public ReceivedField? Stamp { get; init; }

    /// <summary>
    /// How far the receiving server's clock is before that of the capture, in nanoseconds, as far as <see cref="Stamp"/> tells: it has whole
    /// seconds, and is written while the message comes.
    /// </summary>
    public long? ClockOffset => Stamp is { Time.IsKnown: true } stamp && Message is { Time.IsKnown: true } message ? stamp.Time - message.Time : null;
}
