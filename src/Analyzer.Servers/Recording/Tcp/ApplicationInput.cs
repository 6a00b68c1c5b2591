using System.Buffers;
using System.IO.Pipelines;

namespace Analyzer.Servers.Recording.Tcp;

/// <summary>The receive buffer: what came in order and the application has not read. Its room is the receive window.</summary>
sealed class ApplicationInput
{
    /// <summary>Bytes that an end takes before its application reads: the most that a window without scaling can say.</summary>
    public const int Capacity = 65_535;

    readonly Pipe _pipe;
    readonly ByteLog _held = new();
    readonly Action _onRoom;
    int _heldTaken;
    int _inPipe;
    bool _isFlushing;
    bool _isEnded;
    Exception? _failure;

    /// <param name="scheduler">Where the application goes on.</param>
    /// <param name="onRoom">Called when a buffer that was nearly full has room again.</param>
    public ApplicationInput(PipeScheduler scheduler, Action onRoom)
    {
        _pipe = new Pipe(new PipeOptions(null, scheduler, scheduler, Capacity / 2, Capacity / 4, useSynchronizationContext: true));
        _onRoom = onRoom;
    }

    /// <summary>What the application reads from.</summary>
    public PipeReader Reader => _pipe.Reader;

    /// <summary>How much more may come.</summary>
    public ushort Room => (ushort)Math.Max(0, Capacity - (_held.Length - _heldTaken) - (_isFlushing ? _inPipe : 0));

    /// <summary>Gives bytes to the application.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _held.Add(bytes);
        if (!_isFlushing) _ = PassOnAsync();
    }

    /// <summary>Nothing will come any more; <paramref name="failure"/> tells why, when that is not the sender's will.</summary>
    public void End(Exception? failure = null)
    {
        _isEnded = true;
        _failure = failure;
        if (!_isFlushing || failure is not null) _pipe.Writer.Complete(failure);
    }

    async Task PassOnAsync()
    {
        _isFlushing = true;
        while (_heldTaken < _held.Length && _failure is null)
        {
            int length = Math.Min(_held.Length - _heldTaken, Capacity / 2);
            _pipe.Writer.Write(_held.Bytes.Span.Slice(_heldTaken, length));
            _heldTaken += length;
            _inPipe = length;
            int roomBefore = Room;
            await _pipe.Writer.FlushAsync();
            _inPipe = 0;
            if (roomBefore < Capacity / 2) _onRoom();
        }
        _isFlushing = false;
        if (_isEnded && _failure is null) await _pipe.Writer.CompleteAsync();
    }
}
