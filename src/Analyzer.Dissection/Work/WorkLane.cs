using System.Runtime.ExceptionServices;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>A thread that does batches of work in the order in which they are sent. The sender waits when too many lie before it.</summary>
sealed class WorkLane
{
    /// <summary>Batches sent and not begun: enough to bridge the moments in which one side is slower.</summary>
    const int MaxWaiting = 2;

    readonly object _gate = new();
    readonly Queue<WorkBatch> _waiting = new();
    readonly Stack<WorkBatch> _free = new();
    readonly Thread _thread;
    readonly IRecordSink _sink;
    volatile ExceptionDispatchInfo? _failure;
    bool _hasEnded;

    /// <summary>Starts the thread.</summary>
    public WorkLane(string name, IRecordSink sink, MimeReaders readers)
    {
        _sink = sink;
        Readers = readers;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Readers of messages for this lane's contents.</summary>
    public MimeReaders Readers { get; }

    /// <summary>What will be sent next; the sender's own until then.</summary>
    public WorkBatch Filling { get; private set; } = new();

    /// <summary>Sends what is filled, if anything.</summary>
    public void Send()
    {
        ThrowIfFailed();
        if (Filling.IsEmpty) return;
        lock (_gate)
        {
            while (_waiting.Count == MaxWaiting) Monitor.Wait(_gate);
            _waiting.Enqueue(Filling);
            Monitor.PulseAll(_gate);
            if (!_free.TryPop(out WorkBatch? next)) next = new WorkBatch();
            Filling = next;
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

    /// <summary>Throws what the sink has thrown, on the caller's thread.</summary>
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

    void Do(WorkBatch batch)
    {
        ReadOnlySpan<byte> bytes = batch.Bytes;
        foreach (ref readonly WorkStep step in batch.Steps)
        {
            switch (step.Kind)
            {
                case WorkKind.Append:
                    ((ContentWork)step.Target).Append(bytes[..(int)step.Count]);
                    bytes = bytes[(int)step.Count..];
                    break;
                case WorkKind.Gap:
                    ((ContentWork)step.Target).Gap(step.Count);
                    break;
                case WorkKind.Finish:
                    ((ContentWork)step.Target).Finish();
                    break;
                default:
                    Tell((Record)step.Target);
                    break;
            }
        }
    }

    void Tell(Record record)
    {
        if (record.Pending is { } work)
        {
            work.Wait();
            record = work.Complete(record);
        }
        _sink.OnRecord(record);
    }

    static void Abandon(WorkBatch batch)
    {
        foreach (ref readonly WorkStep step in batch.Steps)
        {
            if (step.Kind == WorkKind.Finish) ((ContentWork)step.Target).Abandon();
        }
    }
}
