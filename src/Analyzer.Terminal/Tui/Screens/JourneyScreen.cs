using Analyzer.Capture;
using Analyzer.Dissection.Journeys;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>One e-mail from hop to hop: the copies that were captured, and between them the hops that only their headers tell of.</summary>
sealed class JourneyScreen : Screen
{
    const int DetailHeight = 5;

    readonly ListView _list = new();
    readonly Pager _details = new() { HasBar = false };
    IReadOnlyList<JourneyRecord>? _hops;
    JourneyRecord? _detailed;

    public JourneyScreen(TuiApp app, MessageRecord message)
        : base(app)
    {
        CaptureIndex index = app.Index;
        app.Worker.Do(_ =>
        {
            IReadOnlyList<JourneyRecord> hops = HopsOf(message, index);
            return () =>
            {
                _hops = hops;
                _list.SetCount(hops.Count);
                int at = hops.ToList().FindIndex(hop => hop.Message?.Id == message.Id);
                if (at >= 0) _list.MoveTo(at);
            };
        });
    }

    /// <summary>Follows a message, if it has an identifier to be known by.</summary>
    public static void Show(TuiApp app, MessageRecord message)
    {
        if (message.MessageId is null) app.Say("The message has no Message-ID: its copies cannot be found.", Role.Warn);
        else app.Push(new JourneyScreen(app, message));
    }

    static IReadOnlyList<JourneyRecord> HopsOf(MessageRecord message, CaptureIndex index)
    {
        if (index.Store is not { } store || message.MessageId is not { } id) return [];
        var journey = new Journey(id, store);
        for (int i = 0; i < index.Messages.Count; i++)
        {
            MessageRecord copy = index.Messages[i];
            if (copy.MessageId != id) continue;
            if (index.Session(copy.Session) is { } session) journey.OnRecord(session);
            journey.OnRecord(copy);
        }
        return journey.Hops();
    }

    public override string Title => "Journey";

    public override (int X, int Y)? Focus => _list.Place;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("open", "Enter Right l", "opens the message as it was captured on this hop", Open) { Label = "Open" },
        new("session", "o", "shows the dialogue that carried it", OpenSession) { Label = "Session" },
    ];

    JourneyRecord? Current => _hops is { Count: > 0 } hops ? hops[_list.Cursor] : null;

    void Open()
    {
        if (Current?.Message is { } message) App.Push(new MessageScreen(App, message));
        else App.Say("This hop was not captured; a Received field of a later copy tells of it.");
    }

    void OpenSession()
    {
        if (Current?.Message is { } message) FilesScreen.ShowSession(App, message.Session, message);
    }

    public override bool Handle(InputEvent input) => _list.Handle(input);

    public override void Draw(Canvas canvas)
    {
        if (_hops is not { } hops)
        {
            canvas.Text(2, 1, "Looking for copies ...", Role.Normal);
            return;
        }
        canvas.Text(1, 0, $"{Quantity.Count(hops.Count, "hop")}, {Quantity.Count(hops.Count(hop => hop.Message is not null), "copy").Replace("copys", "copies", StringComparison.Ordinal)} captured", Role.Dim);
        int details = Math.Clamp(canvas.Height - 6, 0, DetailHeight);
        _list.Draw(canvas.Rows(1, canvas.Height - details - 2), (row, at) => Hop(row, hops[at]));
        canvas.Row(canvas.Height - details - 1).Fill(canvas.Symbols.Horizontal, Role.Dim);
        if (Current is not { } current) return;
        if (!ReferenceEquals(current, _detailed)) (_detailed, _details.Lines) = (current, Details(current));
        _details.Draw(canvas.Part(1, canvas.Height - details, canvas.Width - 2, details));
    }

    void Hop(Canvas row, JourneyRecord hop)
    {
        int x = 1 + row.Text(1, 0, $"{hop.Hop,2}  {Settings(hop),-12}", Role.Dim) + 1;
        x += row.Text(x, 0, $"{(hop.Delay is { } delay ? "+" + Quantity.Span(delay) : ""),10}  ", Role.Dim);
        string via = hop.Message is { } message ? $"{message.Protocol.ToUpperInvariant()} {message.Via}" : "not captured";
        x += row.Text(x, 0, $"{via,-13}", hop.Message is null ? Role.Gap : Role.Title);
        x += row.Text(x, 0, Party(hop.Client, hop.ClientName), Role.Client);
        x += row.Text(x, 0, " > ", Role.Dim);
        x += row.Text(x, 0, Party(hop.Server, hop.ServerName), Role.Server);
        if (hop.IsSameBody == false) row.Text(x + 2, 0, "body changed", Role.Warn);
    }

    string Settings(JourneyRecord hop) => App.Settings.Moment(hop.Time, App.Index.Sessions.Count > 0 ? App.Index.Sessions[0].Start : Timestamp.Unknown);

    static string Party(Endpoint? end, string? name) => name ?? (end is { } known ? $"{known.Address}" : "?");

    static List<TextLine> Details(JourneyRecord hop)
    {
        List<TextLine> lines = [];
        if (hop.Message is { } message)
        {
            lines.Add(new TextLine(new($"#{message.Id} ", Role.Title), new(message.Subject ?? "(no subject)"), new($"  {Quantity.Bytes(message.Size)}, {RecordTables.StateOf(message)}, session {message.Session}", Role.Dim)));
            lines.Add(TextLine.Of($"{Quantity.Count(hop.Received ?? 0, "Received field")}; body {hop.IsSameBody switch { true => "the same as on the hop before", false => "not the same as on the hop before", _ => "not compared" }}"));
        }
        else
        {
            lines.Add(TextLine.Of("Only a Received field of a later copy tells of this hop; its time is that server's.", Role.Gap));
        }
        if (hop.ClockOffset is { } offset) lines.Add(TextLine.Of($"The receiver's clock is {Quantity.Span(Math.Abs(offset))} {(offset < 0 ? "behind" : "before")} the capture's, as far as whole seconds tell."));
        return lines;
    }
}
