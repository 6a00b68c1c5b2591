using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>
/// What happens to contents and records behind the analysis: contents are worked on, and records told, in the order in which the analysis
/// comes upon them. Called by the analysing thread alone, which also calls the sink.
/// </summary>
abstract class WorkLine : IRecordSink
{
    /// <summary>A line for a run: all at once, or with the help of other threads, with the same outcome.</summary>
    /// <param name="threads">How many, the analysing one counted.</param>
    /// <param name="sink">Whom to tell.</param>
    public static WorkLine Of(int threads, IRecordSink sink) => threads > 1 ? new ThreadedLine(threads - 1, sink) : new DirectLine(sink);

    /// <summary>The next bytes of a content, borrowed.</summary>
    public abstract void Append(ContentWork work, ReadOnlySpan<byte> bytes);

    /// <summary>So many of its bytes are missing.</summary>
    public abstract void Gap(ContentWork work, long missing);

    /// <summary>A content is over, and its outcome is wanted now: waits for it.</summary>
    public abstract void Await(ContentWork work);

    /// <summary>Tells a record; what is <see cref="Record.Pending"/> of it is over, and is put in before anybody sees it.</summary>
    public abstract void OnRecord(Record record);

    /// <summary>Waits until all is done and told. Called once, last.</summary>
    public abstract void Complete();
}

/// <summary>All at once.</summary>
sealed class DirectLine(IRecordSink sink) : WorkLine
{
    public override void Append(ContentWork work, ReadOnlySpan<byte> bytes) => work.Append(bytes);

    public override void Gap(ContentWork work, long missing) => work.Gap(missing);

    public override void Await(ContentWork work) => work.Finish();

    public override void OnRecord(Record record)
    {
        if (record.Pending is { } work)
        {
            work.Finish();
            record = work.Complete(record);
        }
        sink.OnRecord(record);
    }

    public override void Complete()
    {
        // All is done.
    }
}
