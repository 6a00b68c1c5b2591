using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>
/// Lanes of other threads. The first one tells all records, in order; contents are dealt out to all lanes in turn. A record whose content
/// is in another lane waits for it there, so the outcome is the same with any number of lanes.
/// </summary>
sealed class ThreadedLine : WorkLine
{
    readonly WorkLane[] _lanes;
    int _turn;

    /// <summary>Starts the threads.</summary>
    public ThreadedLine(AnalysisOptions options, IRecordSink sink)
    {
        _lanes = new WorkLane[options.Threads - 1];
        for (int i = 0; i < _lanes.Length; i++) _lanes[i] = new WorkLane($"contents {i + 1}", sink, MimeReaders.For(options));
    }

    WorkLane First => _lanes[0];

    public override void Begin(ContentWork work)
    {
        work.Lane = _lanes[_turn];
        work.Readers = work.Lane.Readers;
        _turn = (_turn + 1) % _lanes.Length;
    }

    public override void Append(ContentWork work, ReadOnlySpan<byte> bytes)
    {
        WorkLane lane = work.Lane!;
        while (!lane.Filling.TryAppend(work, ref bytes)) Send(lane);
    }

    public override void Gap(ContentWork work, long missing) => Add(work.Lane!, new WorkStep(WorkKind.Gap, work, missing));

    public override void Await(ContentWork work)
    {
        Add(work.Lane!, new WorkStep(WorkKind.Finish, work, 0));
        Send(work.Lane!);
        work.Wait();
        First.ThrowIfFailed();
    }

    public override void OnRecord(Record record)
    {
        if (record.Pending is { } work) Add(work.Lane!, new WorkStep(WorkKind.Finish, work, 0));
        Add(First, new WorkStep(WorkKind.Tell, record, 0));
    }

    void Add(WorkLane lane, WorkStep step)
    {
        while (!lane.Filling.TryAdd(step)) Send(lane);
    }

    // What the first lane waits for is on its way before the first lane can wait for it.
    void Send(WorkLane lane)
    {
        if (lane == First)
        {
            for (int i = 1; i < _lanes.Length; i++) _lanes[i].Send();
        }
        lane.Send();
    }

    public override void Complete()
    {
        Send(First);
        foreach (WorkLane lane in _lanes) lane.End();
        foreach (WorkLane lane in _lanes) lane.ThrowIfFailed();
    }
}
