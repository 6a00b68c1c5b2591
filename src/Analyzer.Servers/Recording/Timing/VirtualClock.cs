namespace Analyzer.Servers.Recording.Timing;

/// <summary>
/// A clock that stands still while anything can be done and then leaps to the next thing that was set for a time. Two things of one time
/// happen in the order in which they were set.
/// </summary>
sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    readonly PriorityQueue<Appointment, (long Ticks, long Order)> _appointments = new();
    long _now = start.UtcTicks;
    long _order;

    /// <summary>Ticks of 100 ns since year 1, in UTC.</summary>
    public long Now => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    public override long GetTimestamp() => _now;

    /// <summary>Sets something for a time; one that has passed means now.</summary>
    public Appointment At(long ticks, Action action)
    {
        var appointment = new Appointment(action);
        _appointments.Enqueue(appointment, (Math.Max(ticks, _now), _order++));
        return appointment;
    }

    /// <summary>Sets something for later.</summary>
    public Appointment After(TimeSpan delay, Action action) => At(_now + delay.Ticks, action);

    /// <summary>Leaps to the next appointment and keeps it; false: there is none.</summary>
    public bool TryLeap()
    {
        while (_appointments.TryDequeue(out Appointment? next, out (long Ticks, long) due))
        {
            if (next.Action is not { } action) continue;
            _now = due.Ticks;
            next.Cancel();
            action();
            return true;
        }
        return false;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        readonly ExecutionContext? _context = ExecutionContext.Capture();
        Appointment? _next;
        TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Cancel();
            _period = period;
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : clock.After(dueTime, Ring);
            return true;
        }

        void Ring()
        {
            _next = _period > TimeSpan.Zero ? clock.After(_period, Ring) : null;
            if (_context is null) callback(state);
            else ExecutionContext.Run(_context, new ContextCallback(callback), state);
        }

        public void Dispose() => _next?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Something that will be done at a time unless it is cancelled.</summary>
sealed class Appointment(Action action)
{
    /// <summary>Null when it is done or cancelled.</summary>
    public Action? Action { get; private set; } = action;

    /// <summary>Forgets it.</summary>
    public void Cancel() => Action = null;
}
