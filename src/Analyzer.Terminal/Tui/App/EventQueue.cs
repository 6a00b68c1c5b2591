namespace Analyzer.Terminal.Tui.App;

/// <summary>What the thread of the screens has to do, in order. Any thread may add; that one waits, and uses no time while it does.</summary>
sealed class EventQueue
{
    readonly Queue<Action> _waiting = new();

    /// <summary>Has something done on the thread of the screens.</summary>
    public void Post(Action action)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(action);
            Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Waits until there is something to do, at most that long, and does all that waits. False: there was nothing.</summary>
    public bool Run(TimeSpan patience)
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0) Monitor.Wait(_waiting, patience);
        }
        bool hasRun = false;
        while (Next() is { } action)
        {
            action();
            hasRun = true;
        }
        return hasRun;
    }

    Action? Next()
    {
        lock (_waiting) return _waiting.TryDequeue(out Action? action) ? action : null;
    }
}
