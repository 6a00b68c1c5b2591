using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>Text that comes in pages: going past the end of one shows the next. The pages are made on the worker.</summary>
sealed class PagedText(TuiApp app)
{
    readonly Pager _pager = new();
    PagedLines _pages = PagedLines.Of([]);
    int _page;

    // Counts what was asked for: an answer that comes late is for nobody.
    int _asked;

    /// <summary>Long lines are broken.</summary>
    public bool Wraps
    {
        get => _pager.Wraps;
        set => _pager.Wraps = value;
    }

    /// <summary>What was searched for.</summary>
    public string Sought => _pager.Sought;

    /// <summary>Shows another text, from its beginning.</summary>
    public void Show(PagedLines pages)
    {
        _pages = pages;
        GoTo(0, atEnd: false);
    }

    void GoTo(int page, bool atEnd)
    {
        int asked = ++_asked;
        PagedLines pages = _pages;
        app.Worker.Do(_ =>
        {
            IReadOnlyList<TextLine> lines = pages.Lines(page);
            return () =>
            {
                if (asked != _asked) return;
                (_page, _pager.Lines) = (page, lines);
                if (atEnd) _pager.GoToEnd();
            };
        });
    }

    public void Draw(Canvas canvas)
    {
        _pager.Draw(canvas);
        if (_pages.Count > 1) canvas.Row(canvas.Height - 1).Right(0, $" page {_page + 1} of {_pages.Count} ", Role.Key);
    }

    /// <summary>Scrolls if the input says so.</summary>
    public bool Handle(InputEvent input)
    {
        if (_pages.Count == 1 || _pager.Wanted(input) is not { } row) return _pager.Handle(input);
        if (row >= _pager.Rows && _pager.Rows > 0 && IsEnd(input)) return GoFrom(_pages.Count - 1, atEnd: true, input);
        if (row == 0 && _pager.Top == 0 || row == 0 && IsHome(input)) return GoFrom(0, atEnd: false, input);
        if (row > _pager.Top && _pager.IsAtEnd) return GoFrom(_page + 1, atEnd: false, input);
        if (row < 0 && _pager.Top == 0) return GoFrom(_page - 1, atEnd: true, input);
        return _pager.Handle(input);
    }

    static bool IsEnd(InputEvent input) => input is KeyInput { Key: { Code: KeyCode.End } or { Code: KeyCode.Character, Rune.Value: 'G' } };

    static bool IsHome(InputEvent input) => input is KeyInput { Key: { Code: KeyCode.Home } or { Code: KeyCode.Character, Rune.Value: 'g' } };

    bool GoFrom(int page, bool atEnd, InputEvent input)
    {
        if (page == _page || page < 0 || page >= _pages.Count) return _pager.Handle(input);
        GoTo(page, atEnd);
        return true;
    }

    /// <summary>Goes to the next place that holds a text, or the one before, on this page or another; says when there is none.</summary>
    public void Find(string text, bool isForward, bool isNext)
    {
        if (text.Length == 0 || _pages.Count == 1 || isNext && HasMore(isForward, text) || !isNext && _pager.Find(text, isForward, isNext))
        {
            if (!_pager.Find(text, isForward, isNext) && text.Length > 0) app.Say($"'{text}' is not in what is shown.", Role.Warn);
            return;
        }
        app.Say($"Looking for '{text}' ...");
        int asked = ++_asked, from = _page, step = isForward ? 1 : -1;
        PagedLines pages = _pages;
        (int Page, IReadOnlyList<TextLine> Lines)? found = null;
        app.DoInBackground(cancelled => found = Search(pages, from, step, text, cancelled), () =>
        {
            if (asked != _asked) return;
            if (found is not { } place)
            {
                app.Say($"'{text}' is nowhere in it.", Role.Warn);
                return;
            }
            (_page, _pager.Lines) = (place.Page, place.Lines);
            _pager.FindOnDraw(text);
            app.Say("");
        });
    }

    // Whether the page that is shown has another place in this direction.
    bool HasMore(bool isForward, string text) => _pager.HasBeyond(text, isForward);

    static (int Page, IReadOnlyList<TextLine> Lines)? Search(PagedLines pages, int from, int step, string text, CancellationToken cancelled)
    {
        for (int i = 1; i <= pages.Count && !cancelled.IsCancellationRequested; i++)
        {
            int page = (int)((from + (long)i * step % pages.Count + pages.Count) % pages.Count);
            IReadOnlyList<TextLine> lines = pages.Lines(page);
            if (lines.Any(line => line.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))) return (page, lines);
        }
        return null;
    }
}
