using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>What can be done, made from the commands themselves; how to move; the filter language; what the marks mean.</summary>
sealed class HelpScreen(TuiApp app, Screen about) : Screen(app)
{
    readonly Pager _pager = new() { Lines = Lines(app, about) };

    public override string Title => "Help";

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("find", "/", "looks for a text", AskText) { Label = "Find", Argument = "TEXT" },
        new("find-next", "n", "finds the next place", () => _pager.Find(_pager.Sought, isForward: true, isNext: true)),
        new("find-back", "N", "finds the place before", () => _pager.Find(_pager.Sought, isForward: false, isNext: true)),
    ];

    public override void Draw(Canvas canvas) => _pager.Draw(canvas.Part(1, 0, canvas.Width - 1, canvas.Height));

    public override bool Handle(InputEvent input) => _pager.Handle(input);

    void AskText(string text)
    {
        if (text.Length == 0) App.Push(new TextPrompt(App, "find", AskText, _pager.Sought));
        else if (!_pager.Find(text, isForward: true, isNext: false)) App.Say($"'{text}' is not in the help.", Role.Warn);
    }

    static List<TextLine> Lines(TuiApp app, Screen about)
    {
        List<TextLine> lines = [];
        Section(lines, $"Here: {about.Title}");
        foreach (Command command in about.Commands) Entry(lines, command);
        Section(lines, "Everywhere");
        foreach (Command command in app.Commands) Entry(lines, command);
        Section(lines, "Moving");
        Entry(lines, "arrows h j k l", "move by a row; a click does too");
        Entry(lines, "PgUp PgDn ^B ^F", "move by a page; ^U ^D by half of one");
        Entry(lines, "Home End g G", "go to the first or last row");
        Section(lines, "Marks");
        Entry(lines, "C  S", "the client, the server speaks; - the analysis says something");
        Entry(lines, "x  !  #", "an error; a warning or secret; bytes that the capture lacks");
        Entry(lines, "+", "a message or file that Enter opens");
        Entry(lines, "/ | \\", "commands that the client sent without waiting for the reply");
        Entry(lines, "*", "a row that you have marked; an attachment");
        Section(lines, "Words");
        Entry(lines, "session", "a protocol's life on one TCP connection");
        Entry(lines, "exchange", "a command with its replies, or a reply that nobody asked for");
        Entry(lines, "envelope", "sender and recipients as SMTP had them; the message may name others");
        Entry(lines, "part", "a piece of a message: a text, an attachment, another message");
        Entry(lines, "transfer", "a file or listing that FTP moved over a connection of its own");
        Entry(lines, "gap", "bytes that were sent and that the capture lacks");
        Section(lines, "States of a session");
        Entry(lines, "live", "it goes on");
        Entry(lines, "ok  x 550", "went well; the last negative reply");
        Entry(lines, "gap  part  tls", "bytes are missing; something is not whole; encrypted");
        Entry(lines, "middle reset open", "begun before the capture; broken off; not yet over");
        Section(lines, "Filter: field op value, joined by blanks (and), 'or', '-' (not) and parentheses");
        Entry(lines, "op", ": contains, = is, != is not, ~ regular expression, < <= > >=");
        foreach (FilterField field in FilterFields.All) Entry(lines, field.Name, field.Meaning);
        return lines;
    }

    static void Section(List<TextLine> lines, string title)
    {
        if (lines.Count > 0) lines.Add(TextLine.Empty);
        lines.Add(TextLine.Of(title, Role.Heading));
    }

    static void Entry(List<TextLine> lines, Command command)
    {
        string keys = command.Keys.Length > 0 ? command.Keys : "";
        lines.Add(new TextLine(new($"  {keys,-16} ", Role.Key), new($":{command.Name,-13} ", Role.Dim), new($" {command.Help}")));
    }

    static void Entry(List<TextLine> lines, string key, string help) => lines.Add(new TextLine(new($"  {key,-16} ", Role.Key), new(help)));
}
