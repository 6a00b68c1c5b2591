using System.Globalization;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Where in the capture something lies that was said or sent.</summary>
/// <param name="Packet">In which it begins; 0: unknown.</param>
/// <param name="Origin">The records of TLS that it was read out of; null: it was sent in clear.</param>
readonly record struct Place(long Packet, TlsOrigin? Origin)
{
    /// <summary>Of a line of a dialogue.</summary>
    public static Place Of(ConversationLine line) => line.About switch
    {
        ExchangeRecord exchange when line.IsReply => new Place(exchange.ReplyPacket, exchange.ReplyOrigin),
        ExchangeRecord exchange => new Place(exchange.Packet, exchange.Origin),
        MessageRecord message => Of(message.Origin),
        TransferRecord transfer => Of(transfer.Origin),
        FindingRecord finding => new Place(finding.Packet ?? 0, null),
        SessionRecord { TlsDetails: { } tls } => new Place(tls.Packet, null),
        _ => default,
    };

    /// <summary>Of a message or file, if it was sent in TLS.</summary>
    public static Place Of(TlsOrigin? origin) => new(origin?.FirstPacket ?? 0, origin);

    /// <summary><c>packet 17, TLS records at byte 4711 of the client's stream, 1045 bytes, to packet 18</c>; empty when unknown.</summary>
    public string Text => Packet == 0 ? "" : Origin is { } origin ? $"packet {Packet}, {TextOf(origin)}" : $"packet {Packet}";

    /// <summary>The records, in words.</summary>
    public static string TextOf(TlsOrigin origin)
    {
        string side = origin.From == Capture.Direction.FromClient ? "client" : "server";
        string end = origin.LastPacket == origin.FirstPacket ? "" : $", to packet {origin.LastPacket}";
        return string.Create(CultureInfo.InvariantCulture, $"TLS records at byte {origin.Offset} of the {side}'s stream, {origin.Length} bytes{end}");
    }
}
