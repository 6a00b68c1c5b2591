using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>
/// What happens to contents and records behind the analysis: contents are worked on, and records told, in the order in which the analysis
/// comes upon them. Called by the analysing thread alone.
/// </summary>
abstract class WorkLine : IRecordSink
{
    /// <summary>A line for a run: at once, or by other threads with the same outcome.</summary>
    /// <param name="options">How many threads, and what is wanted.</param>
    /// <param name="sink">Whom to tell; called by one thread at a time.</param>
    public static WorkLine Of(AnalysisOptions options, IRecordSink sink) =>
        options.Threads > 1 ? new ThreadedLine(options, sink) : new DirectLine(options, sink);

    /// <summary>A content begins.</summary>
    public abstract void Begin(ContentWork work);

    /// <summary>The next bytes of a content, borrowed.</summary>
    public abstract void Append(ContentWork work, ReadOnlySpan<byte> bytes);

    /// <summary>So many of its bytes are missing.</summary>
    public abstract void Gap(ContentWork work, long missing);

    /// <summary>A content is over, and its outcome is wanted now: waits for it.</summary>
    public abstract void Await(ContentWork work);

    /// <summary>Tells a record; what is <see cref="Record.Pending"/> of it is over, and is put in before anybody sees it.</summary>
    public abstract void OnRecord(Record record);

    /// <summary>Waits until all is done and told. Called once, last; throws what the sink has thrown.</summary>
    public abstract void Complete();
}

/// <summary>All at once, on the caller's thread.</summary>
sealed class DirectLine(AnalysisOptions options, IRecordSink sink) : WorkLine
{
    readonly MimeReaders _readers = MimeReaders.For(options);

    public override void Begin(ContentWork work) => work.Readers = _readers;

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
