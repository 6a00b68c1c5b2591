using System.Text.Json;
using Analyzer.Dissection.Mail.Dkim;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

static partial class JsonRecord
{
    static void Message(Utf8JsonWriter json, MessageRecord message)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteNumber("id"u8, message.Id);
        json.WriteNumber("session"u8, message.Session);
        json.Text("protocol"u8, message.Protocol);
        json.Text("via"u8, message.Via);
        json.WriteString("direction"u8, Words.Of(message.Direction));
        json.Time("time"u8, message.Time);
        json.WriteNumber("size"u8, message.Size);
        json.Text("sha256"u8, message.Sha256);
        json.WriteBoolean("complete"u8, message.Complete);
        json.WriteNumber("missing"u8, message.Missing);
        json.Text("part"u8, message.Part);
        json.Claim("accepted"u8, message.Accepted);
        Envelope(json, message.Envelope);
        json.Text("mailbox"u8, message.Mailbox);
        json.Number("uid"u8, message.Uid);
        json.Number("sequence"u8, message.Sequence);
        json.Texts("flags"u8, message.Flags);
        json.Number("number"u8, message.Number);
        json.Text("uidl"u8, message.Uidl);
        json.Text("subject"u8, message.Subject);
        json.Text("from"u8, message.From);
        json.Text("to"u8, message.To);
        json.Text("cc"u8, message.Cc);
        json.Text("date"u8, message.Date);
        json.Text("message_id"u8, message.MessageId);
        json.WriteStartArray("attachments"u8);
        foreach (AttachmentRecord attachment in message.Attachments) Attachment(json, attachment);
        json.WriteEndArray();
        json.Text("dkim_body_hash"u8, message.DkimBodyHash);
        Dkim(json, message.Dkim);
        json.Numbers("merged_from"u8, message.MergedFrom);
        Origin(json, "tls_records"u8, message.Origin);
        json.Text("file"u8, message.File);
    }

    static void Envelope(Utf8JsonWriter json, Envelope? envelope)
    {
        if (envelope is null) return;
        json.WriteStartObject("envelope"u8);
        json.Text("from"u8, envelope.From);
        json.Texts("to"u8, envelope.To);
        json.Texts("rejected"u8, envelope.Rejected);
        json.WriteEndObject();
    }

    static void Dkim(Utf8JsonWriter json, IReadOnlyList<DkimBodyResult> signatures)
    {
        if (signatures.Count == 0) return;
        json.WriteStartArray("dkim"u8);
        foreach (DkimBodyResult signature in signatures)
        {
            json.WriteStartObject();
            json.Text("domain"u8, signature.Domain);
            json.Text("selector"u8, signature.Selector);
            json.Text("canonicalization"u8, signature.Canonicalization);
            json.Number("length"u8, signature.Length);
            json.Text("result"u8, signature.Result);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Attachment(Utf8JsonWriter json, AttachmentRecord attachment)
    {
        json.WriteStartObject();
        json.Text("name"u8, attachment.Name);
        json.Text("content_type"u8, attachment.ContentType);
        json.Number("size"u8, attachment.Size);
        json.Text("sha256"u8, attachment.Sha256);
        json.Text("disposition"u8, attachment.Disposition);
        json.Text("part"u8, attachment.Part);
        json.Text("file"u8, attachment.File);
        json.WriteEndObject();
    }

    static void Transfer(Utf8JsonWriter json, TransferRecord transfer)
    {
        json.WriteString("type"u8, "transfer"u8);
        json.WriteNumber("id"u8, transfer.Id);
        json.WriteNumber("session"u8, transfer.Session);
        json.Text("command"u8, transfer.Command);
        json.Text("path"u8, transfer.Path);
        json.Text("raw_path"u8, transfer.RawPath);
        json.Text("name"u8, transfer.Name);
        json.WriteString("direction"u8, transfer.IsDownload ? "download"u8 : "upload"u8);
        json.Text("mode"u8, transfer.Mode);
        json.Number("stream"u8, transfer.Stream);
        if (transfer.DataClient is not null || transfer.DataServer is not null)
        {
            json.WriteStartObject("data"u8);
            json.Endpoint("client"u8, transfer.DataClient);
            json.Endpoint("server"u8, transfer.DataServer);
            json.WriteEndObject();
        }
        json.Text("representation"u8, transfer.Representation);
        json.Text("structure"u8, transfer.Structure);
        json.Text("transmission"u8, transfer.Transmission);
        json.WriteNumber("offset"u8, transfer.Offset);
        json.Number("announced_size"u8, transfer.AnnouncedSize);
        json.Time("time"u8, transfer.Time);
        json.Time("end"u8, transfer.End);
        json.WriteNumber("size"u8, transfer.Size);
        json.Text("sha256"u8, transfer.Sha256);
        json.WriteBoolean("complete"u8, transfer.Complete);
        if (transfer.Aborted) json.WriteBoolean("aborted"u8, true);
        json.WriteNumber("missing"u8, transfer.Missing);
        json.Number("decoded_size"u8, transfer.DecodedSize);
        json.Text("decoded_sha256"u8, transfer.DecodedSha256);
        Joined(json, transfer.Joined);
        json.Text("reply_code"u8, transfer.ReplyCode);
        Entries(json, transfer.Entries);
        json.Text("matched_by"u8, transfer.MatchedBy);
        json.Text("certainty"u8, transfer.Certainty);
        Origin(json, "tls_records"u8, transfer.Origin);
        json.Text("file"u8, transfer.File);
    }

    static void Joined(Utf8JsonWriter json, JoinedFile? joined)
    {
        if (joined is null) return;
        json.WriteStartObject("joined"u8);
        json.Numbers("from"u8, joined.From);
        json.WriteNumber("size"u8, joined.Size);
        json.Text("sha256"u8, joined.Sha256);
        json.WriteBoolean("doubtful"u8, joined.IsDoubtful);
        json.Text("file"u8, joined.File);
        json.WriteEndObject();
    }

    static void Entries(Utf8JsonWriter json, IReadOnlyList<ListingEntry>? entries)
    {
        if (entries is null) return;
        json.WriteStartArray("entries"u8);
        foreach (ListingEntry entry in entries)
        {
            json.WriteStartObject();
            json.Text("name"u8, entry.Name);
            json.Text("kind"u8, entry.Kind);
            json.Number("size"u8, entry.Size);
            json.Text("modified"u8, entry.Modified);
            json.Text("mode"u8, entry.Mode);
            json.Text("owner"u8, entry.Owner);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
