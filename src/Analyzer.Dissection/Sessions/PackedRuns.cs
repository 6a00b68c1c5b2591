using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// Runs of extents in few bytes: each is told by what is different from the one before. A byte of marks, then as numbers of seven bits a byte
/// what they announce, last the way from the end of the one before.
/// </summary>
struct PackedRuns
{
    /// <summary>The most bytes of one: the marks, a capture (3), a length (5), a count (5), a stride (7) and the way (8).</summary>
    public const int MaxSize = 32;

    const int OtherCapture = 1;
    const int OtherLength = 2;
    const int Several = 4;

    byte[]? _bytes;
    int _used;
    ExtentRun _before;

    /// <summary>The memory that it takes, in bytes.</summary>
    public readonly int Capacity => _bytes?.Length ?? 0;

    /// <summary>Appends a run of at least one extent.</summary>
    public void Add(in ExtentRun run)
    {
        if (Capacity - _used < MaxSize) Array.Resize(ref _bytes, Math.Max(MaxSize, Capacity * 2));
        bool isOtherCapture = run.First.Capture != _before.First.Capture, isOtherLength = run.First.Length != _before.First.Length;
        _bytes![_used++] = (byte)((isOtherCapture ? OtherCapture : 0) | (isOtherLength ? OtherLength : 0) | (run.Count > 1 ? Several : 0));
        if (isOtherCapture) Put((ulong)run.First.Capture);
        if (isOtherLength) Put((ulong)run.First.Length);
        if (run.Count > 1)
        {
            Put((ulong)run.Count);
            Put((ulong)run.Stride);
        }
        long way = run.First.Offset - End(_before);
        Put((ulong)(way << 1 ^ way >> 63));
        _before = run;
    }

    static long End(in ExtentRun before) => before.Count == 0 ? 0 : before.End;

    void Put(ulong number)
    {
        for (; number > 0x7F; number >>= 7) _bytes![_used++] = (byte)(number | 0x80);
        _bytes![_used++] = (byte)number;
    }

    /// <summary>Reads them, and then one more that is not packed; of what is added meanwhile nothing.</summary>
    public readonly Reader Read(in ExtentRun last) => new(_bytes, _used, last);

    /// <summary>Where in the runs a reading is.</summary>
    public struct Reader(byte[]? bytes, int used, ExtentRun last)
    {
        int _at;
        bool _hasRead;
        ExtentRun _before;

        /// <summary>The next run. False: there is no more.</summary>
        public bool TryRead(out ExtentRun run)
        {
            if (_at == used)
            {
                run = last;
                bool isFirst = !_hasRead;
                _hasRead = true;
                return isFirst && last.Count > 0;
            }
            int marks = bytes![_at++];
            int capture = (marks & OtherCapture) != 0 ? (int)Take() : _before.First.Capture;
            int length = (marks & OtherLength) != 0 ? (int)Take() : _before.First.Length;
            int count = (marks & Several) != 0 ? (int)Take() : 1;
            long stride = count > 1 ? (long)Take() : 0;
            ulong way = Take();
            run = _before = new ExtentRun(new Extent(capture, End(_before) + ((long)(way >> 1) ^ -(long)(way & 1)), length), stride, count);
            return true;
        }

        ulong Take()
        {
            ulong number = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = bytes![_at++];
                number |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return number;
            }
        }
    }
}
