using System.Text.Json;
using Analyzer.Dissection.Journeys;

namespace Analyzer.Terminal.Output;

static partial class JsonRecord
{
    static void Journey(Utf8JsonWriter json, JourneyRecord hop)
    {
        json.WriteString("type"u8, "journey"u8);
        json.WriteNumber("hop"u8, hop.Hop);
        json.Text("message_id"u8, hop.MessageId);
        json.WriteBoolean("captured"u8, hop.Message is not null);
        json.Time("time"u8, hop.Time);
        json.Seconds("delay"u8, hop.Delay);
        json.Endpoint("client"u8, hop.Client);
        json.Endpoint("server"u8, hop.Server);
        json.Text("client_name"u8, hop.ClientName);
        json.Text("server_name"u8, hop.ServerName);
        if (hop.Message is { } message)
        {
            json.WriteNumber("session"u8, message.Session);
            json.WriteNumber("message"u8, message.Id);
            json.Text("protocol"u8, message.Protocol);
            json.Text("via"u8, message.Via);
            json.WriteString("direction"u8, Words.Of(message.Direction));
            json.WriteNumber("size"u8, message.Size);
            json.Text("sha256"u8, message.Sha256);
            json.WriteBoolean("complete"u8, message.Complete);
            json.WriteNumber("missing"u8, message.Missing);
            json.Text("part"u8, message.Part);
            json.Claim("accepted"u8, message.Accepted);
        }
        json.Text("body_sha256"u8, hop.BodySha256);
        json.Claim("same_body"u8, hop.IsSameBody);
        json.Number("received"u8, hop.Received);
        Stamp(json, hop.Stamp);
        json.Seconds("clock_offset"u8, hop.ClockOffset);
    }

    static void Stamp(Utf8JsonWriter json, ReceivedField? stamp)
    {
        if (stamp is null) return;
        json.WriteStartObject("stamp"u8);
        json.Text("from"u8, stamp.From);
        json.Text("by"u8, stamp.By);
        json.Text("with"u8, stamp.With);
        json.Time("time"u8, stamp.Time);
        json.Text("text"u8, stamp.Text);
        json.WriteEndObject();
    }
}
