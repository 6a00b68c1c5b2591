using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Puts the records of a session into the order of the dialogue, as lines.</summary>
sealed class ConversationScript
{
    /// <summary>A reply of more lines is a listing; its beginning says what it is, and the rest is folded.</summary>
    public const int MaxReplyLines = 40;

    // Of a reply: which of the exchange's, from 0.
    readonly record struct Event(Timestamp Time, ExchangeRecord? Exchange, int Reply, Record? Other)
    {
        public const int Command = -1;

        public bool IsReply => Exchange is not null && Reply != Command;
    }

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

    /// <summary>Whose replies are shown whole, however long they are; null: nobody's.</summary>
    public Predicate<ExchangeRecord>? IsUnfolded { get; init; }

    /// <summary>The lines from the first to the last.</summary>
    public IEnumerable<ConversationLine> Lines()
    {
        foreach (Event happened in Events())
        {
            IEnumerable<ConversationLine> lines = happened switch
            {
                { Exchange: { } exchange, Reply: Event.Command } => [Command(exchange)],
                { Exchange: { } exchange } => Reply(exchange, happened.Reply),
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
            if (exchange.Command is not null) events.Add(new Event(exchange.Time, exchange, Event.Command, null));
            for (int i = 0; i < exchange.EarlierReplies.Count; i++) events.Add(new Event(exchange.EarlierReplies[i].Time, exchange, i, null));
            if (exchange.Reply is not null || exchange.ReplyCode is not null)
                events.Add(new Event(exchange.ReplyTime.IsKnown ? exchange.ReplyTime : exchange.Time, exchange, exchange.EarlierReplies.Count, null));
        }
        if (_session is { TlsDetails: { Start.IsKnown: true } tls }) events.Add(new Event(tls.Start, null, 0, _session));
        foreach (Record record in _records)
        {
            if (record is MessageRecord message) events.Add(new Event(message.Time, null, 0, record));
            else if (record is TransferRecord transfer) events.Add(new Event(transfer.Time, null, 0, record));
            else if (record is FindingRecord finding) events.Add(new Event(TimeOf(finding.Packet, exchanges), null, 0, record));
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

    IEnumerable<ConversationLine> Reply(ExchangeRecord exchange, int number)
    {
        IReadOnlyList<EarlierReply> earlier = exchange.EarlierReplies;
        bool isLast = number == earlier.Count;
        (string? code, Timestamp time) = isLast ? (exchange.ReplyCode, exchange.ReplyTime) : (earlier[number].Code, earlier[number].Time);
        string[] all = (exchange.Reply ?? "").Split('\n');
        int start = number == 0 ? 0 : Math.Min(earlier[number - 1].EndLine, all.Length - 1);
        string[] lines = all[start..(isLast ? all.Length : Math.Max(start + 1, Math.Min(earlier[number].EndLine, all.Length)))];
        int shown = IsUnfolded?.Invoke(exchange) == true ? lines.Length : Math.Min(lines.Length, MaxReplyLines);
        for (int i = 0; i < shown - 1; i++) yield return Line(exchange.Phase, time, Speaker.Server, lines[i], null, Tone.Plain);
        if (shown < lines.Length) yield return Line(exchange.Phase, time, Speaker.Analyst, $"[{lines.Length - shown} more lines]", null, Tone.Plain);
        string answers = exchange is { Command: not null, IsSaslResponse: false } && exchange.Number != _lastCommand ? $"  < {exchange.Command}" : "";
        string text = (code is null ? "" : code + " ") + lines[^1] + answers;
        Tone tone = SubjectState.IsNegative(code) ? Tone.Error : Tone.Plain;
        yield return Line(exchange.Phase, time, Speaker.Server, text, ReplyMeaning.Of(_protocol, code, lines[^1]), tone);
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
        SessionRecord { TlsDetails: { } tls } => Line(null, happened.Time, Speaker.Analyst, $"[{TlsText.Line(tls)}]", null, Tone.Plain),
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
