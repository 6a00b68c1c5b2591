using System.Text;
using Analyzer.Dissection;
using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Tests.Terminal.Tui.Emulator;

/// <summary>The screens over a capture, on an emulated terminal: keys in, text out.</summary>
sealed class TuiHarness : IDisposable
{
    static readonly Dictionary<string, string> s_keys = new()
    {
        ["Enter"] = "\r",
        ["Esc"] = "\u001b",
        ["Tab"] = "\t",
        ["Space"] = " ",
        ["Backspace"] = "\u007f",
        ["Up"] = "\u001b[A",
        ["Down"] = "\u001b[B",
        ["Right"] = "\u001b[C",
        ["Left"] = "\u001b[D",
        ["Home"] = "\u001b[H",
        ["End"] = "\u001b[F",
        ["PgDn"] = "\u001b[6~",
        ["PgUp"] = "\u001b[5~",
        ["F1"] = "\u001bOP",
        ["F2"] = "\u001bOQ",
        ["Ctrl-C"] = "\u0003",
        ["Ctrl-L"] = "\u000c",
        ["Ctrl-Z"] = "\u001a",
    };

    readonly CaptureLoad? _load;

    public TuiHarness(string? capture, int width = 80, int height = 24, bool isAscii = false, ColourDepth colours = ColourDepth.Sixteen, bool teaches = false)
    {
        Terminal = new EmulatedTerminal(width, height);
        var worker = new InlineWorker();
        App = new TuiApp(Terminal, new Theme(colours), isAscii ? Symbols.Ascii : Symbols.Unicode, worker, worker, new ViewSettings { Teaches = teaches });
        if (capture is null) return;
        _load = CaptureLoad.Open(new RunRequest { Captures = [capture], Options = new AnalysisOptions() }, out string problem);
        Assert.True(_load is not null, problem);
        _load.Start(() => { });
        _load.Wait();
        App.Show(_load);
        App.Draw();
    }

    public EmulatedTerminal Terminal { get; }

    public TuiApp App { get; }

    /// <summary>The screen as text.</summary>
    public string Screen => Terminal.Text;

    /// <summary>Presses keys, each a name or a text that is typed, and draws after each.</summary>
    public string Press(params string[] keys)
    {
        foreach (string key in keys)
        {
            Key(key);
            App.Draw();
        }
        return Screen;
    }

    /// <summary>Presses a key, and draws nothing.</summary>
    public void Key(string key)
    {
        App.Feed(Encoding.UTF8.GetBytes(s_keys.GetValueOrDefault(key, key)));
        App.InputTimeOut();
    }

    public void Resize(int width, int height)
    {
        Terminal.Resize(width, height);
        App.Draw();
    }

    public void Dispose() => _load?.Dispose();
}
