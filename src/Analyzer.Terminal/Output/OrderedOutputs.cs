namespace Analyzer.Terminal.Output;

/// <summary>
/// Outputs of parts that are made at the same time, written one behind the other: the part whose turn it is writes through, the others are held
/// back in memory, and wait when too much is.
/// </summary>
sealed class OrderedOutputs(Stream target, int parts)
{
    /// <summary>Bytes that are held back in all: the records of a few large captures.</summary>
    public const long MaxHeld = 64L * 1024 * 1024;

    readonly object _gate = new();
    readonly Dictionary<int, MemoryStream> _held = [];
    readonly HashSet<int> _complete = [];
    long _heldBytes;
    int _turn;

    /// <summary>Writes for a part.</summary>
    public void Write(int part, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            while (part != _turn && _heldBytes + bytes.Length > MaxHeld) Monitor.Wait(_gate);
            if (part == _turn)
            {
                target.Write(bytes);
                return;
            }
            if (!_held.TryGetValue(part, out MemoryStream? held)) _held.Add(part, held = new MemoryStream());
            held.Write(bytes);
            _heldBytes += bytes.Length;
        }
    }

    /// <summary>A part is at its end: those behind it get their turn. To be called of every part, whatever became of it.</summary>
    public void Complete(int part)
    {
        lock (_gate)
        {
            _complete.Add(part);
            while (_turn < parts && _complete.Contains(_turn))
            {
                _turn++;
                WriteHeld();
            }
            Monitor.PulseAll(_gate);
        }
    }

    void WriteHeld()
    {
        if (!_held.Remove(_turn, out MemoryStream? held)) return;
        _heldBytes -= held.Length;
        held.WriteTo(target);
    }

    /// <summary>A stream that writes for a part.</summary>
    public Stream Of(int part) => new Part(this, part);

    sealed class Part(OrderedOutputs outputs, int part) : SinkStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => outputs.Write(part, buffer);
    }
}
