using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Screens;
using Analyzer.Terminal.Tui.Tty;

namespace Analyzer.Terminal.Tui.App;

/// <summary>
/// The program on the screen: a stack of screens over one of the root views, the commands of all, and the frames. Everything here
/// happens on one thread; what takes time goes to the worker.
/// </summary>
sealed partial class TuiApp
{
    /// <summary>Smaller windows show one sentence.</summary>
    public const int LeastWidth = 40, LeastHeight = 10;

    readonly ITerminal _terminal;
    readonly IWorker _background;
    readonly Theme _theme;
    readonly FrameRenderer _renderer;
    readonly Symbols _symbols;
    readonly InputDecoder _decoder;
    readonly List<Screen> _stack = [];
    readonly List<Screen?> _roots = [];
    readonly Chrome _chrome = new();
    CellBuffer _buffer = new(new Size(0, 0));
    (string Text, Role Role)? _message;
    int _root, _jobs;

    public TuiApp(ITerminal terminal, Theme theme, Symbols symbols, IWorker worker, IWorker background, ViewSettings settings)
    {
        (_terminal, _symbols, Worker, _background, Settings) = (terminal, symbols, worker, background, settings);
        _theme = theme;
        _renderer = new FrameRenderer(theme);
        _decoder = new InputDecoder(OnInput);
        Commands = GlobalCommands();
    }

    /// <summary>Where longer work is done.</summary>
    public IWorker Worker { get; }

    /// <summary>What the user has chosen.</summary>
    public ViewSettings Settings { get; }

    /// <summary>What is read; null before a capture was chosen.</summary>
    public Load? Load { get; private set; }

    /// <summary>What the lists let through at first; null: all.</summary>
    public Filter? InitialFilter { get; set; }

    /// <summary>What was found so far.</summary>
    public CaptureIndex Index => Load?.Index ?? s_nothing;

    static readonly CaptureIndex s_nothing = new();

    /// <summary>What can be done everywhere.</summary>
    public IReadOnlyList<Command> Commands { get; }

    /// <summary>Something goes on that can be seen: frames are drawn though no key is pressed.</summary>
    public bool IsBusy => _jobs > 0 || Load?.State == LoadState.Loading;

    /// <summary>More may be found.</summary>
    public bool IsReading => Load?.State is LoadState.Loading or LoadState.Live;

    /// <summary>Does a job beside everything else, and then <paramref name="finish"/> on the thread of the screens.</summary>
    public void DoInBackground(Action<CancellationToken> job, Action finish)
    {
        _jobs++;
        _background.Do(cancelled =>
        {
            job(cancelled);
            return () =>
            {
                _jobs--;
                finish();
            };
        });
    }

    /// <summary>The user wants to leave.</summary>
    public bool IsOver { get; private set; }

    /// <summary>An ESC came that may be a key or the beginning of one.</summary>
    public bool AwaitsInput => _decoder.IsWaiting;

    /// <summary>The screen that gets the keys.</summary>
    public Screen Top => _stack[^1];

    /// <summary>The screen below the overlays.</summary>
    public Screen TopView => _stack.FindLast(screen => !screen.IsOverlay) ?? Top;

    /// <summary>Shows the views of a capture that is being read.</summary>
    public void Show(Load load)
    {
        Load = load;
        _roots.Clear();
        _roots.AddRange(new Screen?[ScreenTable.Roots.Length]);
        ShowRoot(0);
    }

    /// <summary>Shows what there is to do before a capture is chosen.</summary>
    public void ShowStart(StartModel model, Func<StartEntry, string?> open) => _stack.Add(new StartScreen(this, model, open));

    /// <summary>Shows one of the root views, as it was left.</summary>
    public void ShowRoot(int number)
    {
        if (number >= _roots.Count) return;
        _root = number;
        _stack.Clear();
        _stack.Add(_roots[number] ??= ScreenTable.Roots[number].Make(this));
        Top.Refresh();
    }

    /// <summary>Shows a screen over all others.</summary>
    public void Push(Screen screen) => _stack.Add(screen);

    /// <summary>Goes back to the screen below. The last one stays.</summary>
    public bool Back()
    {
        if (_stack.Count <= 1) return false;
        _stack.RemoveAt(_stack.Count - 1);
        return true;
    }

    /// <summary>Ends the program.</summary>
    public void Quit() => IsOver = true;

    /// <summary>Says something at the foot of the screen, until the next key; an empty text says nothing any more.</summary>
    public void Say(string text, Role role = Role.Normal) => _message = text.Length > 0 ? (text, role) : null;

    /// <summary>What the terminal sent.</summary>
    public void Feed(ReadOnlySpan<byte> bytes) => _decoder.Feed(bytes);

    /// <summary>The terminal has sent nothing more after an ESC.</summary>
    public void InputTimeOut() => _decoder.TimeOut();

    /// <summary>The terminal shows something else than what was drawn.</summary>
    public void Repaint() => _renderer.Forget();

    void OnInput(InputEvent input)
    {
        _message = null;
        Screen top = Top;
        top.Refresh();
        if (input is not KeyInput { Key: var key })
        {
            top.Handle(input);
            return;
        }
        // In a field, a letter is a letter.
        if (top.IsOverlay)
        {
            if (!top.Handle(input)) Run(top.Commands, key);
        }
        else if (!Run(top.Commands, key) && !top.Handle(input)) Run(Commands, key);
    }

    static bool Run(IReadOnlyList<Command> commands, Key key)
    {
        if (commands.FirstOrDefault(command => command.IsOf(key)) is not { } found) return false;
        found.Run("");
        return true;
    }

    /// <summary>Draws a frame and sends what differs from the last one.</summary>
    public void Draw()
    {
        Size size = _terminal.Size;
        if (_buffer.Size != size) _buffer = new CellBuffer(size);
        _buffer.Clear();
        var canvas = new Canvas(_buffer, _symbols);
        (int, int)? cursor = null;
        bool isTooSmall = size.Width < LeastWidth || size.Height < LeastHeight;
        if (isTooSmall) TooSmall(canvas);
        else cursor = DrawScreens(canvas);
        ReadOnlySpan<byte> bytes = _renderer.Render(_buffer, cursor ?? (isTooSmall ? null : Top.Focus), isCursorSeen: cursor is not null);
        if (!bytes.IsEmpty) _terminal.Write(bytes);
    }

    static void TooSmall(Canvas canvas)
    {
        canvas.Text(0, 0, $"{canvas.Width}x{canvas.Height} is too small:", Role.Normal);
        canvas.Text(0, 1, $"{LeastWidth}x{LeastHeight} is the least.", Role.Normal);
    }

    (int, int)? DrawScreens(Canvas canvas)
    {
        Screen view = TopView;
        foreach (Screen screen in _stack) screen.Refresh();
        _chrome.Header(canvas.Row(0), Load, Settings.IsPaused);
        if (_stack[0] == view && _roots.Count > 0) Chrome.Tabs(canvas.Row(1), ScreenTable.Roots, _root, view.Status);
        else Chrome.Breadcrumb(canvas.Row(1), _stack, view.Status);
        view.Draw(canvas.Rows(2, canvas.Height - 3));
        Chrome.KeyBar(canvas.Row(canvas.Height - 1), Top.Commands, Top.IsOverlay ? [] : Commands);
        foreach (Screen screen in _stack)
        {
            if (screen.IsOverlay) screen.Draw(canvas);
        }
        if (_message is { } message)
        {
            Canvas line = canvas.Row(canvas.Height - 2);
            line.Fill(' ', Role.Normal);
            line.Text(1, 0, message.Text, message.Role);
        }
        return Top.Cursor;
    }
}
