using System.Globalization;
using System.Text;
using Analyzer.Dissection.Sessions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Analyzer.Terminal.Output;

/// <summary>Prints a dialogue: phase, time since the start, who speaks, what, and what it means. Long lines go on below themselves.</summary>
sealed class ConversationPage : IDisposable
{
    const int PhaseWidth = 18, TimeWidth = 10, FactWidth = 11;
    const int Indent = PhaseWidth + TimeWidth + 4;

    // What does not fit on a few lines is looked at as a message or file, not in a dialogue.
    const int MaxText = 1000;

    readonly StreamWriter _writer;
    readonly IAnsiConsole _console;
    readonly int _width;

    public ConversationPage(StandardStreams streams)
    {
        _writer = new StreamWriter(streams.Output, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        _console = PlainConsole.On(_writer, streams);
        _width = streams.Width;
    }

    /// <summary>The facts above the dialogue.</summary>
    public void Head(SessionRecord session)
    {
        Write($"Session {session.Id}  {session.Protocol}  {session.Client} -> {session.Server}", new Style(decoration: Decoration.Bold));
        Fact("client", session.ClientName);
        Fact("server", string.Join(", ", new[] { session.ServerName, session.ServerSoftware }.Where(text => text is not null)));
        Fact("time", session.Start.IsKnown ? $"{session.Start} for {Quantity.Span(session.End - session.Start)}" : "");
        Fact("bytes", $"{Quantity.Bytes(session.ClientBytes)} sent, {Quantity.Bytes(session.ServerBytes)} received, in {Quantity.Count(session.Packets, "packet")}");
        long missing = session.ClientMissing + session.ServerMissing;
        Fact("missing", missing > 0 ? Quantity.Bytes(missing) : "");
        Fact("user", session.User is null ? "" : session.Authenticated ? session.User : $"{session.User} (not logged in)");
        Fact("tls", session.Tls == TlsState.None ? "" : Words.Of(session.Tls));
        if (session.TlsDetails is { } tls)
        {
            foreach ((string name, string value) in TlsText.Facts(tls)) Fact("", $"{name} {value}");
        }
        foreach ((string name, string value) in session.Facts) Fact(name.Replace('_', ' '), value);
        Fact("ended", Words.Of(session.Outcome) + (session.Midstream ? ", and its beginning was not captured" : ""));
        _writer.Write('\n');
    }

    void Fact(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Wrap($"  {name,-8} ", SafeText.From(value, MaxText), FactWidth, Style.Plain);
    }

    /// <summary>A line of the dialogue.</summary>
    public void Line(ConversationLine line)
    {
        string time = line.SinceStart is { } since ? (since / 1e9).ToString("0.000", CultureInfo.InvariantCulture) : "";
        string speaker = line.Speaker switch { Speaker.Client => "C", Speaker.Server => "S", _ => line.Tone == Tone.Plain ? "-" : "!" };
        string phase = SafeText.From(line.Phase, PhaseWidth - 1);
        string text = SafeText.From(line.Text, MaxText) + (line.Remark is null ? "" : $"  ({SafeText.From(line.Remark, MaxText)})");
        string head = $"{phase,-PhaseWidth}{time,TimeWidth} {speaker}  ";
        Wrap(head, text, Indent, StyleOf(line));
    }

    /// <summary>Where the line above lies.</summary>
    public void Place(string text) => Write(new string(' ', Indent) + text, new Style(decoration: Decoration.Italic));

    /// <summary>A line below the dialogue.</summary>
    public void Note(string text) => Write(text, new Style(decoration: Decoration.Italic));

    void Wrap(string head, string text, int indent, Style style)
    {
        foreach (string part in Parts(text, Math.Max(20, _width - indent)))
        {
            Write(head + part, style);
            head = new string(' ', indent);
        }
    }

    // Written as a piece that is not wrapped again: the widths are ours.
    void Write(string text, Style style) => _console.Write(new ControlledLine(text, style));

    // A line ends behind a blank, if there is one in its second half.
    static IEnumerable<string> Parts(string text, int room)
    {
        int start = 0, blank = 0, at = 0, cells = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int more = rune.IsAscii ? 1 : new Segment(rune.ToString()).CellCount();
            if (cells + more > room)
            {
                int end = blank > start + room / 2 ? blank : at;
                yield return text[start..end].TrimEnd(' ');
                cells = new Segment(text[end..at]).CellCount();
                start = end;
            }
            at += rune.Utf16SequenceLength;
            cells += more;
            if (rune.Value == ' ') blank = at;
        }
        yield return text[start..];
    }

    static Style StyleOf(ConversationLine line) => (line.Tone, line.Speaker) switch
    {
        (Tone.Error, _) => new Style(Color.Red),
        (Tone.Warning, _) => new Style(Color.Yellow),
        (_, Speaker.Client) => new Style(Color.Blue),
        _ => Style.Plain,
    };

    public void Dispose() => _writer.Dispose();

    /// <summary>One line in one style, not wrapped and not measured.</summary>
    sealed class ControlledLine(string text, Style style) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(text, style), Segment.LineBreak];
    }
}
