using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Puts the records of a session into the order of the dialogue, as lines.</summary>
sealed class ConversationScript
{
    // A reply of more lines is a listing; its beginning says what it is.
    const int MaxReplyLines = 40;

    readonly record struct Event(Timestamp Time, ExchangeRecord? Exchange, bool IsReply, Record? Other);

    readonly SessionRecord? _session;
    readonly IReadOnlyList<Record> _records;
    readonly SecretMask _mask;
    readonly string _protocol;
    readonly Timestamp _start;
    string? _phase;
    Timestamp _lastTime = Timestamp.Unknown;
    int _lastCommand;

    public ConversationScript(SessionRecord? session, IReadOnlyList<Record> records, bool reveals)
    {
        (_session, _records) = (session, records);
        _mask = new SecretMask(records, reveals);
        _protocol = session?.Protocol ?? "";
        _start = session?.Start ?? Timestamp.Unknown;
    }

    /// <summary>The lines from the first to the last.</summary>
    public IEnumerable<ConversationLine> Lines()
    {
        foreach (Event happened in Events())
        {
            IEnumerable<ConversationLine> lines = happened switch
            {
                { Exchange: { } exchange, IsReply: false } => [Command(exchange)],
                { Exchange: { } exchange } => Reply(exchange),
                _ => [Other(happened)],
            };
            foreach (ConversationLine line in lines) yield return line with { About = happened.Exchange ?? happened.Other, IsReply = happened.IsReply };
        }
    }

    // In the order of time; what has none stays behind what it was told after. The sort keeps the order of what happened at once.
    IEnumerable<Event> Events()
    {
        var events = new List<Event>();
        ExchangeRecord[] exchanges = [.. _records.OfType<ExchangeRecord>().OrderBy(exchange => exchange.Number)];
        foreach (ExchangeRecord exchange in exchanges)
        {
            if (exchange.Command is not null) events.Add(new Event(exchange.Time, exchange, IsReply: false, null));
            if (exchange.Reply is not null || exchange.ReplyCode is not null)
                events.Add(new Event(exchange.ReplyTime.IsKnown ? exchange.ReplyTime : exchange.Time, exchange, IsReply: true, null));
        }
        foreach (Record record in _records)
        {
            if (record is MessageRecord message) events.Add(new Event(message.Time, null, false, record));
            else if (record is TransferRecord transfer) events.Add(new Event(transfer.Time, null, false, record));
            else if (record is FindingRecord finding) events.Add(new Event(TimeOf(finding.Packet, exchanges), null, false, record));
        }
        return events.OrderBy(happened => happened.Time.IsKnown ? happened.Time.Nanoseconds : long.MaxValue);
    }

    // A finding knows its packet: it stands after what was said in that packet or before.
    Timestamp TimeOf(long? packet, ExchangeRecord[] exchanges)
    {
        Timestamp time = packet is null ? _session?.End ?? Timestamp.Unknown : _start;
        if (packet is null) return time;
        int low = 0, high = exchanges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (exchanges[middle].Packet <= packet) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return time;
        ExchangeRecord before = exchanges[low - 1];
        return before.ReplyPacket > 0 && before.ReplyPacket <= packet ? before.ReplyTime : before.Time;
    }

    ConversationLine Command(ExchangeRecord exchange)
    {
        _lastCommand = exchange.Number;
        string tag = exchange.Tag is null ? "" : exchange.Tag + " ";
        string argument = string.IsNullOrEmpty(exchange.Argument) ? "" : " " + _mask.Apply(exchange);
        // The first word of a response is a secret, not a command.
        string text = exchange.IsSaslResponse ? argument.TrimStart() : tag + exchange.Command + argument;
        return Line(exchange.Phase, exchange.Time, Speaker.Client, text, null, Tone.Plain);
    }

    IEnumerable<ConversationLine> Reply(ExchangeRecord exchange)
    {
        string[] lines = (exchange.Reply ?? "").Split('\n');
        int shown = Math.Min(lines.Length, MaxReplyLines);
        Tone tone = SubjectState.IsNegative(exchange.ReplyCode) ? Tone.Error : Tone.Plain;
        for (int i = 0; i < shown - 1; i++) yield return Line(exchange.Phase, exchange.ReplyTime, Speaker.Server, lines[i], null, Tone.Plain);
        if (shown < lines.Length) yield return Line(exchange.Phase, exchange.ReplyTime, Speaker.Analyst, $"[{lines.Length - shown} more lines]", null, Tone.Plain);
        string answers = exchange is { Command: not null, IsSaslResponse: false } && exchange.Number != _lastCommand ? $"  < {exchange.Command}" : "";
        // The code is that of the last line; the lines before it may have had others.
        string code = exchange.ReplyCode is null ? "" : exchange.ReplyCode + " ";
        string? meaning = ReplyMeaning.Of(_protocol, exchange.ReplyCode, lines[^1]);
        yield return Line(exchange.Phase, exchange.ReplyTime, Speaker.Server, code + lines[^1] + answers, meaning, tone);
    }

    ConversationLine Other(Event happened) => happened.Other switch
    {
        MessageRecord message => Line(null, message.Time, message.Direction == MessageDirection.Sent ? Speaker.Client : Speaker.Server,
            $"[message {message.Id}: {Quantity.Bytes(message.Size)}{Quoted(message.Subject)}]", RecordTables.StateOf(message), message.Complete ? Tone.Plain : Tone.Warning),
        TransferRecord transfer => Line(null, transfer.Time, transfer.IsDownload ? Speaker.Server : Speaker.Client,
            $"[file {transfer.Id}: {transfer.Command} {transfer.Path ?? transfer.Name} {Quantity.Bytes(transfer.Size)}]",
            RecordTables.Completeness(transfer.Complete, transfer.Missing), transfer.Complete ? Tone.Plain : Tone.Warning),
        FindingRecord finding => Line(null, happened.Time, Speaker.Analyst, $"{finding.Code}: {finding.Text}", null,
            finding.Severity switch { Severity.Error => Tone.Error, Severity.Warning => Tone.Warning, _ => Tone.Plain }),
        _ => default,
    };

    static string Quoted(string? subject) => subject is null ? "" : $", \"{subject}\"";

    ConversationLine Line(string? phase, Timestamp time, Speaker speaker, string text, string? remark, Tone tone)
    {
        string? shownPhase = phase == _phase ? null : phase;
        _phase = phase ?? _phase;
        long? since = time.IsKnown && _start.IsKnown && time != _lastTime ? time - _start : null;
        _lastTime = time;
        return new ConversationLine(shownPhase, since, speaker, text, remark, tone);
    }
}
