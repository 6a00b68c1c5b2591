using System.Text.Json;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Journeys;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Each kind of record as a JSON object with the names of the output contract. What is not known is left out.</summary>
static partial class JsonRecord
{
    /// <summary>Writes a record.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="record">What.</param>
    /// <param name="run">The number of the run that its ids belong to; null: there is one only.</param>
    public static void Write(Utf8JsonWriter json, Record record, int? run = null)
    {
        json.WriteStartObject();
        json.Number("run"u8, run);
        switch (record)
        {
            case ExchangeRecord exchange: Exchange(json, exchange); break;
            case SessionRecord session: Session(json, session); break;
            case MessageRecord message: Message(json, message); break;
            case TransferRecord transfer: Transfer(json, transfer); break;
            case CredentialRecord credential: Credential(json, credential); break;
            case FindingRecord finding: Finding(json, finding); break;
            case StreamRecord stream: Stream(json, stream); break;
            case HostRecord host: Host(json, host); break;
            case MailboxRecord mailbox: Mailbox(json, mailbox); break;
            case TreeRecord node: Tree(json, node); break;
            case JourneyRecord hop: Journey(json, hop); break;
            case CaptureRecord capture: Capture(json, capture); break;
        }
        json.WriteEndObject();
    }

    static void Capture(Utf8JsonWriter json, CaptureRecord capture)
    {
        json.WriteString("type"u8, "capture"u8);
        json.Text("file"u8, capture.File);
        json.Text("format"u8, capture.Format);
        json.Texts("link_types"u8, capture.LinkTypes);
        json.WriteNumber("packets"u8, capture.Packets);
        json.WriteNumber("bytes"u8, capture.Bytes);
        json.Time("first_time"u8, capture.FirstTime);
        json.Time("last_time"u8, capture.LastTime);
        json.Number("dropped"u8, capture.Dropped);
        json.WriteBoolean("truncated"u8, capture.Truncated);
    }

    static void Stream(Utf8JsonWriter json, StreamRecord stream)
    {
        json.WriteString("type"u8, "stream"u8);
        json.WriteNumber("id"u8, stream.Id);
        json.Endpoint("client"u8, stream.Client);
        json.Endpoint("server"u8, stream.Server);
        json.Time("first_time"u8, stream.FirstTime);
        json.Time("last_time"u8, stream.LastTime);
        json.WriteNumber("packets"u8, stream.Packets);
        json.WriteNumber("client_bytes"u8, stream.ClientSide.Bytes);
        json.Text("client_sha256"u8, stream.ClientSide.Sha256);
        json.WriteNumber("client_missing"u8, stream.ClientSide.Missing);
        json.WriteNumber("server_bytes"u8, stream.ServerSide.Bytes);
        json.Text("server_sha256"u8, stream.ServerSide.Sha256);
        json.WriteNumber("server_missing"u8, stream.ServerSide.Missing);
        if (stream.Closed is { } closed) json.WriteString("closed"u8, Words.Of(closed));
    }

    static void Session(Utf8JsonWriter json, SessionRecord session)
    {
        json.WriteString("type"u8, "session"u8);
        json.WriteNumber("id"u8, session.Id);
        json.WriteNumber("stream"u8, session.Stream);
        json.Text("protocol"u8, session.Protocol);
        json.Endpoint("client"u8, session.Client);
        json.Endpoint("server"u8, session.Server);
        json.Text("client_name"u8, session.ClientName);
        json.Text("server_name"u8, session.ServerName);
        json.Text("server_software"u8, session.ServerSoftware);
        json.Time("start"u8, session.Start);
        json.Time("end"u8, session.End);
        json.WriteNumber("packets"u8, session.Packets);
        json.WriteNumber("client_bytes"u8, session.ClientBytes);
        json.WriteNumber("server_bytes"u8, session.ServerBytes);
        json.WriteNumber("client_missing"u8, session.ClientMissing);
        json.WriteNumber("server_missing"u8, session.ServerMissing);
        json.WriteString("outcome"u8, Words.Of(session.Outcome));
        json.WriteBoolean("midstream"u8, session.Midstream);
        json.Text("user"u8, session.User);
        json.WriteBoolean("authenticated"u8, session.Authenticated);
        json.WriteString("tls"u8, Words.Of(session.Tls));
        if (session.TlsDetails is { } tls) Tls(json, tls);
        json.WriteBoolean("compressed"u8, session.Compressed);
        json.WriteNumber("commands"u8, session.Commands);
        json.Numbers("messages"u8, session.Messages);
        json.Numbers("transfers"u8, session.Transfers);
        foreach ((string name, string value) in session.Facts)
        {
            json.WritePropertyName(name);
            json.TextValue(value);
        }
    }

    static void Exchange(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        json.WriteString("type"u8, "exchange"u8);
        json.WriteNumber("session"u8, exchange.Session);
        json.WriteNumber("n"u8, exchange.Number);
        json.Time("time"u8, exchange.Time);
        json.Text("phase"u8, exchange.Phase);
        json.Text("tag"u8, exchange.Tag);
        json.Text("command"u8, exchange.Command);
        json.Text("argument"u8, exchange.Argument);
        if (exchange.IsSaslResponse) json.WriteBoolean("sasl_response"u8, true);
        json.Text("reply_code"u8, exchange.ReplyCode);
        json.Text("reply"u8, exchange.Reply);
        json.Time("reply_time"u8, exchange.ReplyTime);
        if (exchange.Packet > 0) json.WriteNumber("packet"u8, exchange.Packet);
        if (exchange.ReplyPacket > 0) json.WriteNumber("reply_packet"u8, exchange.ReplyPacket);
        Origin(json, "tls_record"u8, exchange.Origin);
        Origin(json, "reply_tls_record"u8, exchange.ReplyOrigin);
    }

    static void Credential(Utf8JsonWriter json, CredentialRecord credential)
    {
        json.WriteString("type"u8, "credential"u8);
        json.WriteNumber("session"u8, credential.Session);
        json.Text("protocol"u8, credential.Protocol);
        json.Text("mechanism"u8, credential.Mechanism);
        json.Text("user"u8, credential.User);
        json.Text("secret"u8, credential.Secret);
        json.Claim("accepted"u8, credential.Accepted);
        json.Time("time"u8, credential.Time);
    }

    static void Host(Utf8JsonWriter json, HostRecord host)
    {
        json.WriteString("type"u8, "host"u8);
        json.Address("ip"u8, host.Address);
        json.Texts("names"u8, host.Names);
        json.Texts("protocols"u8, host.Protocols);
        json.WriteNumber("sessions"u8, host.Sessions);
        json.WriteNumber("bytes"u8, host.Bytes);
        json.Texts("software"u8, host.Software);
        if (host.Tls is { } tls) Tls(json, tls);
    }

    static void Finding(Utf8JsonWriter json, FindingRecord finding)
    {
        json.WriteString("type"u8, "finding"u8);
        json.WriteString("severity"u8, Words.Of(finding.Severity));
        json.Text("code"u8, finding.Code);
        json.Text("text"u8, finding.Text);
        json.Number("session"u8, finding.Session);
        json.Number("stream"u8, finding.Stream);
        json.Number("packet"u8, finding.Packet);
        json.Number("offset"u8, finding.Offset);
    }
}
