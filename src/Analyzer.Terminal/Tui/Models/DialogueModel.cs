using System.Diagnostics;
using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Whose lines of a dialogue are shown.</summary>
enum DialogueSide
{
    Both,
    Client,
    Server,
}

/// <summary>What time stands before the lines of a dialogue.</summary>
enum DialogueTime
{
    /// <summary>Since the line before.</summary>
    Delta,

    /// <summary>Since the session began.</summary>
    Relative,

    /// <summary>Of the day, in UTC.</summary>
    Clock,
}

/// <summary>The dialogue of one session, annotated.</summary>
sealed class DialogueModel(SessionRecord begun, CaptureIndex index, ViewSettings settings)
{
    // What is written while it is looked at takes a twentieth of the time at most.
    const long Share = 20;

    SessionRecord _session = begun;
    bool _isOpen;
    long _due;
    readonly HashSet<ExchangeRecord> _unfolded = new(ReferenceEqualityComparer.Instance);
    List<DialogueRow> _rows = [];
    int _settingsVersion = -1;
    int _records = -1;
    long _indexVersion;
    DialogueSide _side;

    /// <summary>As far as it is known: it may go on.</summary>
    public SessionRecord Session => _session;

    /// <summary>More may come.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whose lines are shown.</summary>
    public DialogueSide Side
    {
        get => _side;
        set
        {
            (_side, _records, _due) = (value, -1, 0);
            Update();
        }
    }

    /// <summary>What time stands before the lines.</summary>
    public DialogueTime Time
    {
        get;
        set
        {
            (field, _records, _due) = (value, -1, 0);
            Update();
        }
    }

    /// <summary>The rows that are shown, as of the last <see cref="Update"/>.</summary>
    public IReadOnlyList<DialogueRow> Rows => _rows;

    /// <summary>Whether a row stands for lines of a reply that are folded.</summary>
    public static bool IsFold(DialogueRow row) => row.Line is { IsReply: true, Speaker: Speaker.Analyst, About: ExchangeRecord };

    /// <summary>Shows the long reply of a row whole, or folds it again; false: it is none.</summary>
    public bool Fold(DialogueRow row, bool isFolded)
    {
        if (row.Line is not { IsReply: true, About: ExchangeRecord exchange }) return false;
        bool isLong = IsFold(row) || _unfolded.Contains(exchange);
        if (!isLong || !(isFolded ? _unfolded.Remove(exchange) : _unfolded.Add(exchange))) return false;
        (_records, _due) = (-1, 0);
        Update();
        return true;
    }

    /// <summary>The names of the phases in their order, each with its first row.</summary>
    public IReadOnlyList<(string Name, int Row)> Phases => [.. Rows.Select((row, at) => (row.Phase, at)).Where(phase => phase.Phase.Length > 0)];

    /// <summary>Takes what has come since, if there is something.</summary>
    public void Update()
    {
        if (_records >= 0 && _indexVersion == index.Version && settings.Version == _settingsVersion) return;
        if (_records >= 0 && settings.IsPaused && settings.Version == _settingsVersion) return;
        (_session, bool wasOpen, _isOpen) = (index.Session(_session.Id) ?? _session, _isOpen, index.IsOpen(_session.Id));
        // A long dialogue that goes on is put together less often.
        if (_records >= 0 && settings.Version == _settingsVersion && Environment.TickCount64 < _due) return;
        _indexVersion = index.Version;
        var watch = Stopwatch.StartNew();
        List<Record> records = index.BySession.Of(_session.Id);
        if (records.Count == _records && wasOpen == _isOpen && settings.Version == _settingsVersion) return;
        (_records, _settingsVersion) = (records.Count, settings.Version);
        _rows = [.. Build(records).Where(IsShown)];
        _due = Environment.TickCount64 + Share * watch.ElapsedMilliseconds;
    }

    bool IsShown(DialogueRow row) => _side switch
    {
        DialogueSide.Client => row.Line.Speaker == Speaker.Client,
        DialogueSide.Server => row.Line.Speaker == Speaker.Server,
        _ => true,
    };

    IEnumerable<DialogueRow> Build(List<Record> records)
    {
        ConversationLine[] lines = [.. new ConversationScript(_session, records, settings.RevealsSecrets) { IsUnfolded = _unfolded.Contains }.Lines()];
        string phase = "";
        long? last = null;
        for (int i = 0; i < lines.Length; i++)
        {
            ConversationLine line = lines[i];
            string next = PhaseOf(line) ?? (i == 0 ? "CONNECT" : phase);
            string shown = next == phase && !IsNewMessage(line) ? "" : next;
            if (settings.Teaches && next != phase && PhaseName.Lesson(_session.Protocol, next) is { } lesson)
            {
                yield return new DialogueRow(shown, "", ' ', new ConversationLine(null, null, Speaker.Analyst, lesson, null, Tone.Plain));
                shown = "";
            }
            phase = next;
            string delay = line.SinceStart is { } since ? TimeOf(since, last) : "";
            last = line.SinceStart ?? last;
            yield return new DialogueRow(shown, delay, MarkOf(lines, i), line);
        }
        if (Ending() is { } end) yield return new DialogueRow("CLOSE", "", ' ', new ConversationLine(null, null, Speaker.Analyst, end, null, Tone.Plain));
    }

    // A connection may carry several messages: each envelope begins a phase of its own.
    static bool IsNewMessage(ConversationLine line) => line is { IsReply: false, About: ExchangeRecord { Command: "MAIL" } };

    string? PhaseOf(ConversationLine line)
    {
        if (line.About is MessageRecord && _session.Protocol == "smtp") return "DATA";
        // What became of the message is the end of its phase.
        if (line is { IsReply: true, About: ExchangeRecord { Command: "DATA" or "BDAT" } } && _session.Protocol == "smtp" && !line.Text.StartsWith("354", StringComparison.Ordinal)) return "RESULT";
        return line.IsReply || line.About is not ExchangeRecord exchange ? null : PhaseName.Of(_session.Protocol, exchange);
    }

    string TimeOf(long since, long? last) => Time switch
    {
        DialogueTime.Clock => new Timestamp(_session.Start.Nanoseconds + since).ToString()[11..23],
        DialogueTime.Relative => Seconds(since) + " s",
        _ => last is { } before ? "+" + Seconds(since - before) : Seconds(since) + " s",
    };

    static string Seconds(long nanoseconds) => (Math.Max(0, nanoseconds) / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    static char MarkOf(ConversationLine[] lines, int at)
    {
        ConversationLine line = lines[at];
        switch (line.About)
        {
            case ExchangeRecord when line is { IsReply: true, Speaker: Speaker.Analyst }: return '+';
            case MessageRecord { Missing: > 0 } or TransferRecord { Missing: > 0 }: return '#';
            case MessageRecord or TransferRecord: return '+';
            case FindingRecord finding: return finding.Code.Contains("gap", StringComparison.Ordinal) ? '#' : line.Tone == Tone.Error ? 'x' : '!';
            case ExchangeRecord when line.Tone == Tone.Error: return 'x';
            case ExchangeRecord { IsSaslResponse: true }: return '!';
            case ExchangeRecord { Command: "PASS" or "AUTH" or "AUTHENTICATE" or "LOGIN" } when !line.IsReply: return '!';
        }
        if (!IsCommand(lines, at)) return ' ';
        // Sent before the reply to the one before was there (RFC 2920).
        bool before = IsCommand(lines, at - 1), behind = IsCommand(lines, at + 1);
        return (before, behind) switch { (false, true) => '/', (true, true) => '|', (true, false) => '\\', _ => ' ' };
    }

    static bool IsCommand(ConversationLine[] lines, int at) =>
        at >= 0 && at < lines.Length && lines[at] is { Speaker: Speaker.Client, IsReply: false, About: ExchangeRecord { IsSaslResponse: false } };

    string? Ending() => _session.Outcome switch
    {
        SessionOutcome.Closed => "orderly close",
        SessionOutcome.Finished => "closed by FIN, without a farewell",
        SessionOutcome.Reset => "reset (RST)",
        _ when _isOpen => "the session goes on",
        _ => "the capture ends before the session",
    };

    /// <summary>The facts of the session, for the lines above the dialogue.</summary>
    public TextLine Facts()
    {
        List<TextSpan> spans =
        [
            new($"{Quantity.Moment(_session.Start)} ", Role.Dim), new($"for {Quantity.Span(_session.End - _session.Start)}   "),
            new("c>s ", Role.Dim), new($"{Quantity.Bytes(_session.ClientBytes)}  "), new("s>c ", Role.Dim), new($"{Quantity.Bytes(_session.ServerBytes)}  "),
        ];
        long missing = _session.ClientMissing + _session.ServerMissing;
        if (missing > 0) spans.Add(new TextSpan($"missing {Quantity.Bytes(missing)}  ", Role.Gap));
        if (_session.Tls != TlsState.None) spans.Add(new TextSpan($"TLS {Words.Of(_session.Tls)}  "));
        if (_session.User is { } user) spans.Add(new TextSpan($"user {user}"));
        return new TextLine(spans);
    }

    /// <summary>What a row means: the command or code, the rule and its source, the time, and where it leads.</summary>
    public IReadOnlyList<TextLine> Inspect(int row) => new Inspector(_session, settings).Lines(Rows[row], row + 1, Rows.Count);
}
