using System.Runtime.ExceptionServices;

namespace Analyzer.Dissection.Work;

/// <summary>
/// A thread that does batches of work in the order in which they are sent. The sender, always the same thread, waits when too many lie before it.
/// </summary>
sealed class WorkLane
{
    /// <summary>Batches sent and not begun: enough to bridge the moments in which one side is slower.</summary>
    const int MaxWaiting = 2;

    readonly object _gate = new();
    readonly Queue<WorkBatch> _waiting = new();
    readonly Stack<WorkBatch> _free = new();
    readonly Thread _thread;
    volatile ExceptionDispatchInfo? _failure;
    WorkBatch _filling = new();
    bool _hasEnded;

    /// <summary>Starts the thread.</summary>
    public WorkLane(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The next bytes of a content, borrowed.</summary>
    public void Append(ContentWork work, ReadOnlySpan<byte> bytes)
    {
        while (!_filling.TryAppend(work, ref bytes)) Send();
    }

    /// <summary>The next thing to do.</summary>
    public void Add(WorkStep step)
    {
        while (!_filling.TryAdd(step)) Send();
    }

    /// <summary>Sends what is filled, if anything.</summary>
    public void Send()
    {
        ThrowIfFailed();
        if (_filling.IsEmpty) return;
        lock (_gate)
        {
            while (_waiting.Count == MaxWaiting) Monitor.Wait(_gate);
            _waiting.Enqueue(_filling);
            Monitor.PulseAll(_gate);
            if (!_free.TryPop(out WorkBatch? next)) next = new WorkBatch();
            _filling = next;
        }
    }

    /// <summary>No more will be sent: waits until all is done.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
    }

    /// <summary>Throws what went wrong, on the caller's thread.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    void Run()
    {
        while (Take() is { } batch)
        {
            try
            {
                if (_failure is null) Do(batch);
            }
            catch (Exception problem)
            {
                _failure = ExceptionDispatchInfo.Capture(problem);
            }
            // Nobody may wait for ever for what will not be done.
            if (_failure is not null) Abandon(batch);
            GiveBack(batch);
        }
    }

    WorkBatch? Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_hasEnded) return null;
                Monitor.Wait(_gate);
            }
            WorkBatch batch = _waiting.Dequeue();
            Monitor.PulseAll(_gate);
            return batch;
        }
    }

    void GiveBack(WorkBatch batch)
    {
        batch.Clear();
        lock (_gate) _free.Push(batch);
    }

    static void Do(WorkBatch batch)
    {
        ReadOnlySpan<byte> bytes = batch.Bytes;
        foreach (ref readonly WorkStep step in batch.Steps)
        {
            switch (step.Kind)
            {
                case WorkKind.Append:
                    step.Work.Append(bytes[..(int)step.Count]);
                    bytes = bytes[(int)step.Count..];
                    break;
                case WorkKind.Gap:
                    step.Work.Gap(step.Count);
                    break;
                default:
                    step.Work.Finish();
                    break;
            }
        }
    }

    static void Abandon(WorkBatch batch)
    {
        foreach (ref readonly WorkStep step in batch.Steps)
        {
            if (step.Kind == WorkKind.Finish) step.Work.Abandon();
        }
    }
}
