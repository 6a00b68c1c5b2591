using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>
/// What has to be done with the bytes of one content that nobody waits for: hashing them, reading their structure. It is done in order, on
/// one thread, though not always the one that analyses.
/// </summary>
abstract class ContentWork
{
    readonly object _gate = new();
    bool _isDone;

    /// <summary>The lane that does it; null: it is done at once.</summary>
    public WorkLane? Lane { get; set; }

    /// <summary>Where a reader of messages is to be had. Set before the first byte.</summary>
    public MimeReaders Readers { get; set; } = null!;

    /// <summary>The next bytes.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The next so many bytes are not in the capture.</summary>
    public abstract void Gap(long missing);

    /// <summary>No more will come. A second call does nothing.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (_isDone) return;
            End();
            _isDone = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>It will not be finished, as the run has failed: nobody waits for it any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isDone = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Works out the outcome. Called once.</summary>
    protected abstract void End();

    /// <summary>Waits until another thread has finished it.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (!_isDone) Monitor.Wait(_gate);
        }
    }

    /// <summary>The record with the outcome in it. Asked when it is finished; may be asked of several records.</summary>
    public abstract Record Complete(Record record);
}
