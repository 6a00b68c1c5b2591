using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>All fields of the filter language.</summary>
public static class FilterFields
{
    /// <summary>What the name of a field of the header begins with.</summary>
    public const string HeaderPrefix = "hdr.";

    static readonly ImmutableArray<string> s_yesNo = ["yes", "no"];

    /// <summary>In the order in which they are offered.</summary>
    public static readonly ImmutableArray<FilterField> All =
    [
        Around("proto", FieldKind.Word, "protocol", FieldValues.Protocol) with { Words = [.. Protocols.All.Select(protocol => protocol.Name)] },
        Around("host", FieldKind.Host, "address or name of either end", FieldValues.Host),
        Around("src", FieldKind.Host, "address or name of the client", FieldValues.Client),
        Around("dst", FieldKind.Host, "address or name of the server", FieldValues.Server),
        Around("net", FieldKind.Network, "address of either end", FieldValues.Address),
        Around("port", FieldKind.Number, "port of either end", FieldValues.Port),
        Around("start", FieldKind.Time, "when the session began", FieldValues.Start),
        Own("time", FieldKind.Time, "when it was, or went on", FieldValues.Time),
        Own("dur", FieldKind.Duration, "how long it took", FieldValues.Duration),
        Own("id", FieldKind.Number, "its number", FieldValues.Id),
        Around("session", FieldKind.Number, "number of the session", FieldValues.SessionId),
        Around("stream", FieldKind.Number, "number of the TCP connection", FieldValues.StreamId),
        Whole("mark", FieldKind.Word, "marked by you", (in subject, condition) => condition.Is(subject.IsMarked)) with { Words = s_yesNo, IsFlag = true },
        Whole("err", FieldKind.Number, "negative replies and errors", (in subject, condition) => condition.Is(SubjectState.Errors(subject))) with { IsFlag = true },
        Own("gaps", FieldKind.Number, "bytes that the capture lacks", FieldValues.Missing) with { IsFlag = true },
        Around("tls", FieldKind.Word, "encryption", FieldValues.Tls) with { Words = [.. s_yesNo, "none", "offered", "refused", "started", "decrypted"], IsFlag = true },
        Whole("state", FieldKind.Word, "how it went and ended", SubjectState.Test) with { Words = SubjectState.Words },

        Around("user", FieldKind.Text, "as whom it logged in", FieldValues.User),
        Around("from", FieldKind.Text, "sender", FieldValues.From),
        Around("to", FieldKind.Text, "recipient", FieldValues.To),
        Around("cmd", FieldKind.Text, "command", FieldValues.Command),
        Around("code", FieldKind.Code, "reply code", FieldValues.Code) with { Words = ["2xx", "3xx", "4xx", "5xx", "+OK", "-ERR", "OK", "NO", "BAD"] },
        Around("phase", FieldKind.Text, "phase of the dialogue", FieldValues.Phase),
        Own("bytes", FieldKind.Number, "payload bytes of both directions", FieldValues.Bytes),
        Own("pkts", FieldKind.Number, "packets of both directions", FieldValues.Packets),
        Own("msgs", FieldKind.Number, "messages in the session", (record, condition) => record is SessionRecord session && condition.Is(session.Messages.Count)),

        Around("cc", FieldKind.Text, "copy recipient", (record, condition) => record is MessageRecord message && condition.Is(message.Cc)),
        Around("mailbox", FieldKind.Text, "mailbox of a message, or that something happened to", FieldValues.Mailbox),
        Around("subject", FieldKind.Text, "subject of a message", (record, condition) => record is MessageRecord message && condition.Is(message.Subject)),
        Around("date", FieldKind.Time, "date in a message's header", FieldValues.Date),
        Around("size", FieldKind.Number, "bytes of a message or file", FieldValues.Size),
        Whole("has", FieldKind.Word, "what is in it", SubjectContents.Test) with { Words = SubjectContents.Words },
        Around("attach", FieldKind.Text, "name of an attachment", FieldValues.AttachmentName),
        Around("type", FieldKind.Text, "media type of an attachment", FieldValues.AttachmentType),
        Around("name", FieldKind.Text, "name of a file or attachment", FieldValues.Name),
        Around("sha256", FieldKind.Text, "hash of a message, file or attachment", FieldValues.Hash),

        Around("path", FieldKind.Text, "path of a file", FieldValues.Path),
        Around("op", FieldKind.Text, "command that moved a file", FieldValues.Operation) with { Words = ["retr", "stor", "stou", "appe", "list", "nlst", "mlsd", "download", "upload"] },
        Around("complete", FieldKind.Word, "nothing of it is missing", FieldValues.Complete) with { Words = s_yesNo, IsFlag = true },
        Around("mode", FieldKind.Text, "kind of a data connection", (record, condition) => record is TransferRecord transfer && condition.Is(transfer.Mode)) with { Words = ["active", "passive", "extended-active", "extended-passive"] },

        Around("mech", FieldKind.Text, "mechanism of a login", (record, condition) => record is CredentialRecord credential && condition.Is(credential.Mechanism)),
        Around("result", FieldKind.Word, "outcome of a login", FieldValues.Result) with { Words = ["accepted", "refused", "unknown"] },

        Around("finding", FieldKind.Text, "code of a finding", (record, condition) => record is FindingRecord finding && condition.Is(finding.Code)),
        Around("severity", FieldKind.Word, "weight of a finding", FieldValues.Weight) with { Words = ["info", "warning", "error"] },
    ];

    static readonly Dictionary<string, FilterField> s_byName = All.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field of this name, in any case; null if there is none.</summary>
    public static FilterField? Find(string name)
    {
        if (s_byName.TryGetValue(name, out FilterField? field)) return field;
        if (name.Length <= HeaderPrefix.Length || !name.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        string header = name[HeaderPrefix.Length..];
        return Whole(name, FieldKind.Text, $"header field {header}", (in subject, condition) => FieldValues.Header(subject, header, condition));
    }

    // Of the record itself.
    static FilterField Own(string name, FieldKind kind, string meaning, RecordTest test) =>
        new(name, kind, meaning, (in subject, condition) => test(subject.Record, condition));

    // Of the record, of its session, and of a session's records.
    static FilterField Around(string name, FieldKind kind, string meaning, RecordTest test) =>
        new(name, kind, meaning, (in subject, condition) => FieldValues.Any(subject, test, condition));

    static FilterField Whole(string name, FieldKind kind, string meaning, FieldTest test) => new(name, kind, meaning, test);
}
