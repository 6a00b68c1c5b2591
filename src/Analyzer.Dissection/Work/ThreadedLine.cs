using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>
/// Large contents go to lanes of other threads, dealt out in turn; small ones are done at once, as handing them over would cost more. Records
/// wait behind one whose content is not finished, so they are told in order, whatever the number of lanes.
/// </summary>
sealed class ThreadedLine : WorkLine
{
    /// <summary>Bytes of a content that are worked on at once: what a lane gets is much larger than what the hand-over costs.</summary>
    const int SmallContent = 64 * 1024;

    /// <summary>Records that wait: some thousand pass while a lane finishes the largest batch.</summary>
    const int MaxWaiting = 4096;

    readonly IRecordSink _sink;
    readonly WorkLane?[] _lanes;
    readonly Queue<Record> _waiting = new();
    int _turn;

    public ThreadedLine(int lanes, IRecordSink sink)
    {
        _lanes = new WorkLane?[lanes];
        _sink = sink;
    }

    public override void Append(ContentWork work, ReadOnlySpan<byte> bytes)
    {
        work.Size += bytes.Length;
        if (work.Lane is null && work.Size > SmallContent) work.Lane = NextLane();
        if (work.Lane is null) work.Append(bytes);
        else work.Lane.Append(work, bytes);
    }

    // Started when there is something to do: most captures are small.
    WorkLane NextLane()
    {
        _turn = (_turn + 1) % _lanes.Length;
        return _lanes[_turn] ??= new WorkLane($"contents {_turn + 1}");
    }

    public override void Gap(ContentWork work, long missing)
    {
        if (work.Lane is null) work.Gap(missing);
        else work.Lane.Add(new WorkStep(WorkKind.Gap, work, missing));
    }

    static void Finish(ContentWork work)
    {
        if (work.Lane is null)
        {
            work.Finish();
            return;
        }
        work.Lane.Add(new WorkStep(WorkKind.Finish, work, 0));
        work.Lane.Send();
    }

    public override void Await(ContentWork work)
    {
        Finish(work);
        work.Wait();
        work.Lane?.ThrowIfFailed();
    }

    public override void OnRecord(Record record)
    {
        if (record.Pending is { } work) Finish(work);
        _waiting.Enqueue(record);
        while (_waiting.TryPeek(out Record? first) && (_waiting.Count > MaxWaiting || first.Pending is not { IsDone: false })) TellFirst();
    }

    void TellFirst()
    {
        Record record = _waiting.Dequeue();
        if (record.Pending is { } work)
        {
            work.Wait();
            work.Lane?.ThrowIfFailed();
            record = work.Complete(record);
        }
        _sink.OnRecord(record);
    }

    public override void Complete()
    {
        while (_waiting.Count > 0) TellFirst();
        foreach (WorkLane? lane in _lanes) lane?.End();
        foreach (WorkLane? lane in _lanes) lane?.ThrowIfFailed();
    }
}
