using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The e-mails of a capture.</summary>
sealed class MessageListModel(CaptureIndex index, ViewSettings settings) : ListModel<MessageRecord>(index, index.Messages, settings)
{
    public override string Noun => "message";

    public override ImmutableArray<ListColumn<MessageRecord>> Columns => field.IsDefault ? field = Make() : field;

    ImmutableArray<ListColumn<MessageRecord>> Make() =>
    [
        new("Time", message => Settings.Moment(message.Time, Start)) { MinWidth = 8, Rank = 2, Moment = message => message.Time, Key = message => message.Time.Nanoseconds },
        new("From", message => message.From ?? message.Envelope?.From) { MinWidth = 14, Field = "from" },
        new("To", message => message.To ?? string.Join(", ", message.Envelope?.To ?? [])) { MinWidth = 12, Rank = 3, Field = "to" },
        new("Subject", message => message.Subject ?? "(no subject)") { MinWidth = 22, Field = "subject" },
        new("Size", message => Quantity.Short(message.Size)) { MinWidth = 6, IsNumber = true, Rank = 4, Key = message => message.Size },
        new("Attached", Attached) { MinWidth = 10, Rank = 1 },
        new("State", RecordTables.StateOf) { MinWidth = 4, Role = message => message.Accepted == false ? Role.Error : message.Complete ? Role.Ok : Role.Gap },
        new("Via", message => message.Via) { MinWidth = 5, Rank = 5, Field = "cmd" },
        new("Sess", message => $"{message.Session}") { MinWidth = 4, IsNumber = true, Rank = 6, Key = message => message.Session, Field = "session" },
    ];

    static string Attached(MessageRecord message) => message.Attachments.Count switch
    {
        0 => "",
        1 => message.Attachments[0].Name ?? message.Attachments[0].ContentType,
        var count => $"{message.Attachments[0].Name ?? message.Attachments[0].ContentType} +{count - 1}",
    };

    public override long IdOf(MessageRecord record) => record.Id;

    public override IReadOnlyList<TextLine> Details(MessageRecord message)
    {
        List<TextLine> lines =
        [
            new(new($"#{message.Id} ", Role.Title), new(message.Subject ?? "(no subject)", Role.Title), new($"   {message.Via} in session {message.Session}, {Words.Of(message.Direction)}", Role.Dim)),
        ];
        if (message.Attachments.Count > 0) lines.Add(Attachments(message));
        lines.Add(new TextLine(new("From ", Role.Dim), new(message.From ?? ""), new("  To ", Role.Dim), new(message.To ?? "")));
        if (message.Envelope is { } envelope)
        {
            lines.Add(new TextLine(new("Envelope ", Role.Dim), new($"<{envelope.From}> to {string.Join(", ", envelope.To.Take(20))}")));
            if (envelope.Rejected.Count > 0) lines.Add(new TextLine(new("Refused ", Role.Dim), new(string.Join(", ", envelope.Rejected.Take(20)), Role.Error)));
        }
        if (message.Mailbox is { } mailbox) lines.Add(new TextLine(new("Mailbox ", Role.Dim), new($"{mailbox} UID {message.Uid} {string.Join(" ", message.Flags ?? [])}")));
        if (message.Date is { } date) lines.Add(new TextLine(new("Date ", Role.Dim), new(date)));
        lines.Add(new TextLine(new("Size ", Role.Dim), new($"{Quantity.Bytes(message.Size)}, {RecordTables.StateOf(message)}")));
        if (message.MessageId is { } id) lines.Add(new TextLine(new("Id ", Role.Dim), new(id)));
        if (message.Sha256 is { } hash) lines.Add(new TextLine(new("sha256 ", Role.Dim), new(hash)));
        return lines;
    }

    static TextLine Attachments(MessageRecord message)
    {
        List<TextSpan> spans = [new("Attached ", Role.Dim)];
        foreach (AttachmentRecord file in message.Attachments.Take(20))
        {
            spans.Add(new TextSpan(file.Name ?? "(no name)", Role.Title));
            spans.Add(new TextSpan($" {file.ContentType}{(file.Size is { } size ? $" {Quantity.Bytes(size)}" : "")}  ", Role.Dim));
        }
        return new TextLine(spans);
    }
}
