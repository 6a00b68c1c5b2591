using System.IO.Pipelines;

namespace Analyzer.Servers.Recording.Timing;

/// <summary>
/// Runs everything of a recording on one thread, in the order in which it became possible: that, and a clock that only moves when nothing else
/// can, is what makes a recording repeatable. Continuations come here by the synchronization context, pipes by <see cref="Pipes"/>.
/// </summary>
sealed class Pump : SynchronizationContext
{
    /// <summary>How long work elsewhere (a disk that sleeps) may keep the recording waiting before it counts as stuck; in real time.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    readonly Queue<(SendOrPostCallback Work, object? State)> _ready = new();
    readonly object _gate = new();
    readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>A pump for the thread that makes it.</summary>
    public Pump(DateTimeOffset start)
    {
        Clock = new VirtualClock(start);
        Pipes = new PumpPipes(this);
    }

    /// <summary>The time of the recording.</summary>
    public VirtualClock Clock { get; }

    /// <summary>For pipes whose readers and writers belong to the recording.</summary>
    public PipeScheduler Pipes { get; }

    /// <summary>How often work came back from other threads; where it went on then was decided by no seed.</summary>
    public int Returns { get; private set; }

    /// <summary>Whether something is on its way that will come back from another thread by itself: until it has, the clock stands still.</summary>
    public Func<bool> IsAwaiting { get; set; } = () => false;

    /// <summary>Ends a run in its middle: what was under way is left as it is.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Works until <paramref name="main"/> has ended, and throws what it threw.</summary>
    /// <exception cref="PumpStuckException">Everybody waits, and no time is set.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Stop"/> was signalled.</exception>
    public void Run(Func<Task> main)
    {
        using CancellationTokenRegistration stop = Stop.Register(Wake);
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            Task task = main();
            _ = task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                Stop.ThrowIfCancellationRequested();
                Step(task);
            }
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Throws when another thread is at work: what it did next would come in an order that no seed decides.</summary>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("A recorded network may only be used on its own thread.");
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        bool isReturn = Environment.CurrentManagedThreadId != _thread;
        lock (_gate)
        {
            _ready.Enqueue((d, state));
            if (isReturn) Returns++;
            Monitor.Pulse(_gate);
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        CheckThread();
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    void Step(Task main)
    {
        if (TryTake(out (SendOrPostCallback Work, object? State) next)) next.Work(next.State);
        else if (IsAwaiting() || !Clock.TryLeap()) WaitFor(main);
    }

    void WaitFor(Task main)
    {
        lock (_gate)
        {
            if (_ready.Count > 0 || main.IsCompleted || Stop.IsCancellationRequested || Monitor.Wait(_gate, s_patience)) return;
        }
        throw new PumpStuckException();
    }

    void Wake()
    {
        lock (_gate) Monitor.Pulse(_gate);
    }

    bool TryTake(out (SendOrPostCallback, object?) next)
    {
        lock (_gate) return _ready.TryDequeue(out next);
    }

    /// <summary>
    /// For readers and writers that do not ask for the context: streams of the runtime. They go on within the pump, but without its context, because
    /// where there is one the runtime sends such work to other threads.
    /// </summary>
    sealed class PumpPipes(Pump pump) : PipeScheduler
    {
        public override void Schedule(Action<object?> action, object? state) => pump.Post(_ => RunWithoutContext(action, state), null);

        void RunWithoutContext(Action<object?> action, object? state)
        {
            SetSynchronizationContext(null);
            try
            {
                action(state);
            }
            finally
            {
                SetSynchronizationContext(pump);
            }
        }
    }
}

/// <summary>Everybody waits for somebody, and nothing is set for a time.</summary>
sealed class PumpStuckException() : InvalidOperationException("The play is stuck: everybody waits and no time is set.");
