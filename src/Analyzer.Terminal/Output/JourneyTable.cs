using Analyzer.Capture;
using Analyzer.Dissection.Journeys;

namespace Analyzer.Terminal.Output;

/// <summary>The table of a message's hops.</summary>
static class JourneyTable
{
    public static TableView Create() => new TableView<JourneyRecord>(
        "hop",
        [
            new("Hop", hop => $"{hop.Hop}") { IsNumber = true },
            new("Time", hop => Quantity.Moment(hop.Time)) { IsMoment = true, Rank = 1 },
            new("Delay", hop => hop.Delay is { } delay ? Quantity.Span(delay) : "") { IsNumber = true },
            new("Via", hop => hop.Message is { } message ? $"{message.Protocol} {message.Via}" : "not captured") { MinWidth = 9 },
            new("Client", hop => Party(hop.Client, hop.ClientName)) { MinWidth = 14 },
            new("Server", hop => Party(hop.Server, hop.ServerName)) { MinWidth = 14 },
            new("Size", hop => hop.Message is { } message ? Quantity.Short(message.Size) : "") { IsNumber = true, Rank = 3 },
            new("Body", hop => hop.IsSameBody switch { true => "same", false => "changed", null => "" }) { Rank = 1, MinWidth = 4 },
            new("Clock", hop => hop.ClockOffset is { } offset ? Quantity.Span(offset) : "") { IsNumber = true, Rank = 4 },
            new("State", hop => hop.Message is { } message ? RecordTables.StateOf(message) : "") { Rank = 2, IsToned = true, MinWidth = 8 },
        ],
        hop => hop.Hop,
        hop => hop.Message is { Accepted: false } ? Tone.Error : hop.Message is { Complete: false } || hop.IsSameBody == false ? Tone.Warning : Tone.Plain);

    static string Party(Endpoint? end, string? name) => name ?? (end is { } known ? $"{known.Address}" : "");
}
