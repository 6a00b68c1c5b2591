namespace Analyzer.Dissection.Work;

/// <summary>What a step does.</summary>
enum WorkKind
{
    /// <summary>The next bytes of the batch belong to a content.</summary>
    Append,

    /// <summary>Bytes of a content are missing.</summary>
    Gap,

    /// <summary>A content is over.</summary>
    Finish,

    /// <summary>A record is told.</summary>
    Tell,
}

/// <summary>One thing to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">With which content or record.</param>
/// <param name="Count">Bytes that are there, or are missing.</param>
readonly record struct WorkStep(WorkKind Kind, object Target, long Count);

/// <summary>
/// Steps on their way to another thread, with the bytes that they need: one hand-over for many packets. Batches are used again and again.
/// </summary>
sealed class WorkBatch
{
    /// <summary>A hand-over costs a few microseconds: a thousandth of the hashing of so many bytes, which still fit the second cache.</summary>
    const int MaxBytes = 256 * 1024;

    /// <summary>Records may be large, and wait here: so many of the largest are tens of megabytes.</summary>
    const int MaxSteps = 256;

    readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(MaxBytes);
    readonly WorkStep[] _steps = new WorkStep[MaxSteps];
    int _used, _count;

    /// <summary>There is nothing to do.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The steps, in order.</summary>
    public ReadOnlySpan<WorkStep> Steps => _steps.AsSpan(0, _count);

    /// <summary>The bytes of all <see cref="WorkKind.Append"/> steps, one behind the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _used);

    /// <summary>Copies as many bytes as there is room for. False: some are left, in <paramref name="bytes"/>.</summary>
    public bool TryAppend(ContentWork work, ref ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, MaxBytes - _used);
        bool goesOn = _count > 0 && _steps[_count - 1] is { Kind: WorkKind.Append } last && last.Target == work;
        if (count == 0 || (!goesOn && _count == MaxSteps)) return bytes.IsEmpty;
        bytes[..count].CopyTo(_bytes.AsSpan(_used));
        bytes = bytes[count..];
        _used += count;
        if (goesOn) _steps[_count - 1] = new WorkStep(WorkKind.Append, work, _steps[_count - 1].Count + count);
        else _steps[_count++] = new WorkStep(WorkKind.Append, work, count);
        return bytes.IsEmpty;
    }

    /// <summary>False: there is no room.</summary>
    public bool TryAdd(WorkStep step)
    {
        if (_count == MaxSteps) return false;
        _steps[_count++] = step;
        return true;
    }

    /// <summary>Forgets all, and what it refers to.</summary>
    public void Clear()
    {
        _steps.AsSpan(0, _count).Clear();
        _used = _count = 0;
    }
}
