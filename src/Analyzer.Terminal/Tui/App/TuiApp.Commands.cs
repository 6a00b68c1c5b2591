using System.Text;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Screens;

namespace Analyzer.Terminal.Tui.App;

/// <content>What can be done everywhere.</content>
sealed partial class TuiApp
{
    // The longest text that every terminal with a clipboard takes: 100 000 bytes in base64.
    const int MaxCopied = 74_994;

    IReadOnlyList<Command> GlobalCommands() =>
    [
        new("help", "F1 ?", "shows what can be done here", () => Push(new HelpScreen(this, TopView))) { Label = "Help" },
        new("back", "Esc", "goes back to the screen before", () => Back()),
        new("quit", "q", "goes back; on a root view, leaves the program", GoBackOrQuit) { Label = "Quit" },
        .. ScreenTable.Roots.Select((root, number) => new Command(root.Name, $"{number + 1}", root.Help, () => ShowRoot(number))),
        new("next-view", "Tab", "shows the next of these views", () => StepRoot(1)),
        new("view-back", "Shift-Tab", "shows the one before", () => StepRoot(-1)),
        new("command", ":", "asks for a command by its name", () => Push(new CommandPrompt(this))),
        new("time", "t", "changes how moments are shown: time of day, date, since the start, since the row before", Settings.NextTimeFormat),
        new("pause", "p", "keeps what is shown as it is, or goes on; reading and capturing go on", TogglePause),
        new("write", "W", "writes the packets captured so far to a file", AskWrite) { Argument = "FILE" },
        new("wider", "+", "gives the first pane more room", () => Settings.MoveSplit(ViewSettings.ColumnsPerRow)),
        new("narrower", "-", "gives the first pane less room", () => Settings.MoveSplit(-ViewSettings.ColumnsPerRow)),
        new("theme", "", "colours for a dark or a light background", ToggleTheme),
        new("secrets", "P", "shows passwords, or hides them again", AskForSecrets),
        new("stop", "Ctrl-C", "stops reading or capturing; again: leaves the program", StopOrQuit),
        new("mouse", "%", "takes the mouse, or leaves it to the terminal to select text with", ToggleMouse),
        new("redraw", "Ctrl-L", "draws the whole screen again", Repaint),
        new("suspend", "Ctrl-Z", "stops the program until the shell's 'fg'", _terminal.Suspend),
    ];

    void GoBackOrQuit()
    {
        if (Back()) return;
        if (Load is { IsUnsaved: true }) Push(new ConfirmDialog(this, "Leave the program?", "The packets are not kept: n, then W writes them to a file.", Quit));
        else Quit();
    }

    void StepRoot(int step)
    {
        if (_stack.Count == 1 && _roots.Count > 0) ShowRoot((_root + step + _roots.Count) % _roots.Count);
    }

    void TogglePause()
    {
        Settings.IsPaused = !Settings.IsPaused;
        Say(Settings.IsPaused ? "What is shown stays as it is; p goes on. No packet is lost." : "New rows are shown as they come.");
    }

    void AskWrite(string path)
    {
        if (Load is not { IsUnsaved: true } load) Say("The packets are in a file already; F2 exports those of sessions.");
        else if (path.Length > 0) Write(load, path);
        else Push(new TextPrompt(this, "write packets to", path => Write(load, path), $"./{load.Names[0]}.pcapng"));
    }

    void Write(Load load, string path)
    {
        long packets = load.Packets;
        if (load.OpenPackets() is not { } stream) return;
        Say("Writing ...");
        (bool IsSaved, string Text) result = (false, "");
        DoInBackground(
            cancelled =>
            {
                using (stream) result = ContentSaver.Save(stream, path, cancelled);
            },
            () =>
            {
                if (result.IsSaved) load.SetWritten(packets);
                Say(result.Text, result.IsSaved ? Role.Ok : Role.Error);
            });
    }

    void ToggleTheme()
    {
        _theme.IsLight = !_theme.IsLight;
        Repaint();
        Say(_theme.IsLight ? "Colours for a light background." : "Colours for a dark background.");
    }

    void ToggleMouse()
    {
        _terminal.HasMouse = !_terminal.HasMouse;
        Say(_terminal.HasMouse ? "A click moves the cursor, a second one opens." : "The mouse is the terminal's: select text with it.");
    }

    void StopOrQuit()
    {
        if (Load is not { State: LoadState.Loading or LoadState.Live } load)
        {
            while (Back()) { }
            GoBackOrQuit();
            return;
        }
        load.Stop();
        Say("Stopped; what was found so far is shown. Ctrl-C again leaves the program.", Role.Warn);
    }

    void AskForSecrets()
    {
        if (Settings.RevealsSecrets) Settings.ToggleSecrets();
        else Push(new ConfirmDialog(this, "Show passwords?", "They may still be in use. Press P again to hide them.", Settings.ToggleSecrets));
    }

    /// <summary>
    /// Sends text to the clipboard of the terminal. Controls in it are replaced, so that it does nothing when pasted into a shell.
    /// </summary>
    public void Copy(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SafeText.From(text));
        if (bytes.Length > MaxCopied)
        {
            Say($"{Quantity.Bytes(bytes.Length)} are too much for the clipboard of a terminal; save it instead.", Role.Warn);
            return;
        }
        _terminal.Write(Encoding.ASCII.GetBytes($"\u001b]52;c;{Convert.ToBase64String(bytes)}\a"));
        Say($"Sent to the terminal's clipboard: {text}");
    }
}
