using System.Text;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Asks what to copy; the key that opened it copies the first.</summary>
/// <param name="app">The program.</param>
/// <param name="choices">What there is.</param>
/// <param name="isToFile">It goes to a file instead of the clipboard, which not every terminal has.</param>
sealed class CopyDialog(TuiApp app, IReadOnlyList<CopyChoice> choices, bool isToFile) : Screen(app)
{
    public override string Title => "Copy";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        .. choices.Select((choice, at) => new Command($"copy-{choice.Key}", at == 0 ? $"{choice.Key} Enter {(isToFile ? 'Y' : 'y')}" : $"{choice.Key}", $"copies {choice.Name}", () => Take(choice))),
        new("cancel", "Esc q Ctrl-C", "goes back", () => App.Back()) { Label = "Cancel" },
    ];

    /// <summary>The commands of a screen that offers something to copy.</summary>
    public static IEnumerable<Command> CommandsOf(TuiApp app, Func<IEnumerable<CopyChoice>> choices)
    {
        void Ask(bool isToFile)
        {
            CopyChoice[] all = [.. choices()];
            if (all.Length > 0) app.Push(new CopyDialog(app, all, isToFile));
        }
        yield return new Command("copy", "y", "copies to the terminal's clipboard: asks what", () => Ask(isToFile: false));
        yield return new Command("copy-to-file", "Y", "the same, to a file", () => Ask(isToFile: true));
    }

    void Take(CopyChoice choice)
    {
        App.Back();
        string text = choice.Text();
        if (isToFile) App.Push(new SavePrompt(App, "copied.txt", path => ContentSaver.Save(new MemoryStream(Encoding.UTF8.GetBytes(SafeText.From(text) + "\n")), path, CancellationToken.None)));
        else App.Copy(text);
    }

    public override void Draw(Canvas canvas)
    {
        int width = Math.Min(canvas.Width, 44), height = Math.Min(canvas.Height - 2, choices.Count + 2);
        Canvas inside = canvas.Part(canvas.Width - width, canvas.Height - height - 1, width, height).Frame(isToFile ? "Copy to a file" : "Copy to the clipboard");
        for (int i = 0; i < choices.Count; i++) inside.Line(0, i, new TextLine(new($"{choices[i].Key}  ", Role.Key), new(choices[i].Name)));
    }
}
