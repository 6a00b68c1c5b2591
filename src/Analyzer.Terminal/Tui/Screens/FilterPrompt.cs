using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;
using Analyzer.Terminal.Tui.Widgets;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>
/// The filter line: what is written takes effect at once, what is wrong is underlined and explained, and the last good filter stays.
/// </summary>
sealed class FilterPrompt : Screen
{
    const int MaxShown = 8, MaxHistory = 100;

    static readonly List<string> s_history = [];

    readonly LineEdit _edit = new(s_history);
    readonly Filter? _before;
    readonly Action<Filter?> _apply;
    IReadOnlyList<FilterProposal> _proposals = [];
    FilterError? _error;
    int _start, _chosen = -1;

    public FilterPrompt(TuiApp app, Filter? filter, Action<Filter?> apply)
        : base(app)
    {
        (_before, _apply) = (filter, apply);
        _edit.Text = filter is null ? "" : filter.Text + " ";
        Changed();
    }

    public override string Title => "Filter";

    public override bool IsOverlay => true;

    public override IReadOnlyList<Command> Commands => field ??=
    [
        new("accept", "Enter", "keeps the filter", Accept) { Label = "Keep" },
        new("cancel", "Esc Ctrl-C", "takes the filter from before", Cancel) { Label = "Cancel" },
        new("complete", "Tab", "completes the word", () => Complete(1)) { Label = "Complete" },
        new("complete-back", "Shift-Tab", "takes the proposal before", () => Complete(-1)),
    ];

    public override bool Handle(InputEvent input)
    {
        if (!_edit.Handle(input)) return false;
        Changed();
        return true;
    }

    void Changed()
    {
        string text = _edit.Text;
        _chosen = -1;
        _proposals = FilterCompletion.For(text[.._edit.Cursor], out _start);
        _error = null;
        if (string.IsNullOrWhiteSpace(text)) _apply(null);
        else if (Filter.TryParse(text.Trim(), out Filter? filter, out _error)) _apply(filter);
    }

    void Complete(int step)
    {
        if (_proposals.Count == 0) return;
        _chosen = (_chosen + step + _proposals.Count + (_chosen < 0 && step < 0 ? 1 : 0)) % _proposals.Count;
        IReadOnlyList<FilterProposal> proposals = _proposals;
        int chosen = _chosen, start = _start;
        _edit.Replace(start, proposals[chosen].Text);
        bool isOnly = proposals.Count == 1;
        Changed();
        // The same proposals are gone through again, unless there was no other.
        if (!isOnly) (_proposals, _chosen, _start) = (proposals, chosen, start);
    }

    void Accept()
    {
        if (_error is not null && !string.IsNullOrWhiteSpace(_edit.Text)) return;
        string text = _edit.Text.Trim();
        if (text.Length > 0)
        {
            s_history.Remove(text);
            s_history.Add(text);
            if (s_history.Count > MaxHistory) s_history.RemoveAt(0);
        }
        App.Back();
    }

    void Cancel()
    {
        _apply(_before);
        App.Back();
    }

    public override void Draw(Canvas canvas)
    {
        Canvas row = canvas.Row(2);
        row.Fill(' ', Role.Normal);
        row.Text(1, 0, "/ ", Role.Key);
        FilterError? error = _error;
        int shift = _edit.Text.Length - _edit.Text.TrimStart().Length;
        Cursor = _edit.Draw(row.Part(3, 0, row.Width - 3, 1), at => IsWrong(error, at - shift) ? Emphasis.Underline | Emphasis.Bold : Emphasis.None);
        Canvas hint = canvas.Row(3);
        hint.Fill(' ', Role.Normal);
        bool isBeginning = string.IsNullOrWhiteSpace(_edit.Text);
        if (isBeginning) hint.Text(3, 0, "a word to search for, or conditions such as proto:smtp from:@example.org size>1M", Role.Dim);
        else if (error is not null) hint.Text(3, 0, error.Message, Role.Error);
        else hint.Text(3, 0, "valid", Role.Ok);
        DrawProposals(canvas);
    }

    static bool IsWrong(FilterError? error, int at) => error is not null && at + 1 >= error.Column && at + 1 < error.Column + error.Length;

    void DrawProposals(Canvas canvas)
    {
        int count = Math.Min(MaxShown, _proposals.Count);
        if (count == 0 || _proposals is [{ } only] && _edit.Text.EndsWith(only.Text, StringComparison.Ordinal)) return;
        int first = Math.Clamp(_chosen - count + 1, 0, _proposals.Count - count);
        int width = Math.Min(canvas.Width - 4, 56);
        Canvas box = canvas.Part(2, 4, width, count + 2).Frame(_proposals.Count > count ? $"{_proposals.Count} ways on, Tab takes one" : "Tab takes one");
        for (int i = 0; i < count; i++)
        {
            FilterProposal proposal = _proposals[first + i];
            box.Text(0, i, proposal.Text, Role.Key, 18);
            box.Text(19, i, proposal.Meaning, Role.Dim);
            if (first + i == _chosen) box.Row(i).Emphasize(Emphasis.Reverse);
        }
    }
}
