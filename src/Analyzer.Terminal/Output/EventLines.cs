using System.Globalization;
using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Writes a line of text for each record that a person wants to hear of while it happens.</summary>
sealed class EventLines(StandardStreams streams) : IRecordSink
{
    // A line that a person reads; more is a dump.
    const int MaxText = 120;

    const int TimeStart = 11, TimeLength = 12;

    readonly StringBuilder _lines = new();

    /// <summary>Something was told since the last flush.</summary>
    public bool HasLines => _lines.Length > 0;

    /// <inheritdoc/>
    public void OnRecord(Record record)
    {
        if (streams.Output.HasEnded || Of(record) is not { } line) return;
        _lines.Append(line).Append('\n');
    }

    /// <summary>Prints what was told.</summary>
    public void Flush()
    {
        if (_lines.Length == 0) return;
        streams.Output.Write(Encoding.UTF8.GetBytes(_lines.ToString()));
        _lines.Clear();
    }

    /// <summary>The line of a record; null: it has none.</summary>
    internal static string? Of(Record record) => record switch
    {
        SessionRecord session => Line(session.End, session.Protocol, session.Id, "session", Session(session)),
        MessageRecord message => Line(message.Time, message.Protocol, message.Session, "message", Message(message)),
        TransferRecord transfer => Line(transfer.End, "ftp", transfer.Session, "file", Transfer(transfer)),
        CredentialRecord credential => Line(credential.Time, credential.Protocol, credential.Session, "login", Login(credential)),
        FindingRecord finding => Line(Timestamp.Unknown, "", finding.Session, Words.Of(finding.Severity), $"{finding.Code}: {Text(finding.Text)}"),
        _ => null,
    };

    // 09:32:52.120 smtp  #12 message  ...
    static string Line(Timestamp time, string protocol, int? session, string kind, string text)
    {
        string moment = time.IsKnown ? time.ToString().Substring(TimeStart, TimeLength) : "";
        string number = session is { } id ? $"#{id}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{moment,-TimeLength} {protocol,-4} {number,5} {kind,-7} {text}");
    }

    static string Session(SessionRecord session)
    {
        string user = session.User is { } name ? $", user {Text(name)}" : "";
        return $"{Text(session.ClientName ?? $"{session.Client.Address}")} -> {Text(session.ServerName ?? $"{session.Server.Address}")}:{session.Server.Port}{user}, "
            + $"{Quantity.Count(session.Commands, "command")}, {Quantity.Bytes(session.ClientBytes + session.ServerBytes)}, {Words.Of(session.Outcome)}";
    }

    static string Message(MessageRecord message)
    {
        string files = message.Attachments.Count > 0 ? $", {Quantity.Count(message.Attachments.Count, "attachment")}" : "";
        return $"{message.Via} \"{Text(message.Subject)}\" from {Text(message.From ?? message.Envelope?.From)} to {Text(message.To ?? string.Join(", ", message.Envelope?.To ?? []))}, "
            + $"{Quantity.Bytes(message.Size)}{files}, {RecordTables.StateOf(message)}{Written(message.File)}";
    }

    static string Transfer(TransferRecord transfer) =>
        $"{transfer.Command} {Text(transfer.Path ?? transfer.Name)}, {Quantity.Bytes(transfer.Size)}, {RecordTables.Completeness(transfer.Complete, transfer.Missing)}{Written(transfer.File)}";

    static string Login(CredentialRecord credential)
    {
        string outcome = credential.Accepted switch { true => "accepted", false => "refused", null => "no answer seen" };
        return $"{Text(credential.Mechanism)} {Text(credential.User)}, {outcome}";
    }

    static string Written(string? file) => file is null ? "" : $" > {Text(file)}";

    static string Text(string? text) => SafeText.From(text, MaxText);
}
