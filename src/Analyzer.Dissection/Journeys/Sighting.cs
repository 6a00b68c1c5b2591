using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Journeys;

/// <summary>A captured transfer of the message that is followed, with what its bytes tell.</summary>
/// <param name="Message">As it was told.</param>
/// <param name="Received">Its Received fields, oldest first.</param>
/// <param name="BodySha256">Over the bytes behind the header; null when they are not all there.</param>
sealed record Sighting(MessageRecord Message, IReadOnlyList<ReceivedField> Received, string? BodySha256)
{
    /// <summary>Between whom; null when the session was not told.</summary>
    public Parties? Parties { get; set; }

    /// <summary>What the receiver wrote above the message, as a later copy shows it.</summary>
    public ReceivedField? Stamp { get; set; }
}

/// <summary>The two ends of a session.</summary>
sealed record Parties(Endpoint Client, Endpoint Server, string? ClientName, string? ServerName);
