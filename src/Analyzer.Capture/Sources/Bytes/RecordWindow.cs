using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Sources.Bytes;

/// <summary>
/// A view over the next bytes of an input, always in one piece, however the reads cut them. Two blocks take turns: one is looked at
/// while the other is filled, and what is left at the end of the one is put in front of the other.
/// </summary>
internal sealed class RecordWindow : IDisposable
{
    /// <summary>
    /// The longest record of any format. Packets of 64 KiB are usual, of some 512 KiB possible (joined segments of IPv6); blocks of
    /// key logs, names or USB transfers may be longer, but a length beyond this is a sign of damage, and must not cost memory.
    /// </summary>
    public const int MaxRecord = 16 * 1024 * 1024;

    /// <summary>How much is read at a time: from 64 KiB to 1 MiB it made no difference.</summary>
    internal const int BlockLength = 384 * 1024;

    /// <summary>Room in front of a block for the rest of the block before it: any packet of 64 KiB fits.</summary>
    const int Headroom = 128 * 1024;

    readonly IByteInput _input;
    readonly ReadAhead _ahead;
    byte[] _buffer;
    byte[]? _spare;
    int _start;
    int _end;
    bool _hasEnded;
    bool _isAhead;

    /// <summary>A window whose first <paramref name="count"/> bytes were read already.</summary>
    /// <param name="input">Belongs to the window from now on.</param>
    /// <param name="head">Rented from the shared pool; belongs to the window from now on.</param>
    /// <param name="count">How many bytes of it are the capture's.</param>
    public RecordWindow(IByteInput input, byte[] head, int count)
    {
        _input = input;
        _ahead = new ReadAhead(input);
        _buffer = head;
        _end = count;
    }

    /// <summary>Where the view begins in the (uncompressed) capture.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes can be looked at without reading.</summary>
    public int Remaining => _end - _start;

    /// <summary>Why the bytes ended early; to be looked at when <see cref="TryPeek"/> said no.</summary>
    public InputFault? Fault => _input.Fault;

    /// <summary>The input's own count, for a progress line.</summary>
    public IByteInput Input => _input;

    /// <summary>The next <paramref name="count"/> bytes, valid until the next call of this method. False: there are fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(int count, out ReadOnlySpan<byte> bytes)
    {
        if (count > _end - _start && !TryFill(count))
        {
            bytes = default;
            return false;
        }
        bytes = new ReadOnlySpan<byte>(_buffer, _start, count);
        return true;
    }

    /// <summary>Moves on by bytes that were peeked at; they stay valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count)
    {
        Debug.Assert((uint)count <= (uint)Remaining);
        _start += count;
        Offset += count;
    }

    bool TryFill(int count)
    {
        bool isLong = count > Headroom;
        if (isLong) MakeRoom(count);
        while (Remaining < count)
            if (!TryReadBlock(isLong))
                return false;
        return true;
    }

    bool TryReadBlock(bool isLong)
    {
        if (_hasEnded) return false;
        if (!_isAhead) ReadOn();
        int count = _ahead.Finish();
        if (count == 0)
        {
            _isAhead = false;
            _hasEnded = !_input.IsGrowing;
            return false;
        }
        // The shorter of the rest and the block is moved, so that the work stays linear in the input however small the blocks are.
        if (isLong || (count < Remaining && count <= _buffer.Length - _end)) Append(count);
        else TakeSpare(count);
        ReadOn();
        return true;
    }

    void ReadOn()
    {
        _spare ??= ArrayPool<byte>.Shared.Rent(Headroom + BlockLength);
        _ahead.Start(_spare.AsMemory(Headroom, BlockLength));
        _isAhead = true;
    }

    void Append(int count)
    {
        _spare.AsSpan(Headroom, count).CopyTo(_buffer.AsSpan(_end));
        _end += count;
    }

    /// <summary>Puts the rest in front of the spare block and looks at that; what was looked at is the spare, if it is as long.</summary>
    void TakeSpare(int count)
    {
        int rest = Remaining;
        _buffer.AsSpan(_start, rest).CopyTo(_spare.AsSpan(Headroom - rest));
        (byte[] former, _buffer) = (_buffer, _spare!);
        (_start, _end) = (Headroom - rest, Headroom + count);
        if (former.Length == _buffer.Length)
        {
            _spare = former;
            return;
        }
        ArrayPool<byte>.Shared.Return(former);
        _spare = ArrayPool<byte>.Shared.Rent(Headroom + BlockLength);
    }

    /// <summary>Goes over to a larger buffer, in which a long record can grow block by block.</summary>
    void MakeRoom(int count)
    {
        if (_buffer.Length - _start >= count + BlockLength) return;
        byte[] large = ArrayPool<byte>.Shared.Rent(count + BlockLength);
        _buffer.AsSpan(_start, Remaining).CopyTo(large);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (large, 0, Remaining);
    }

    /// <summary>Gives the buffers back and closes the input.</summary>
    public void Dispose()
    {
        _ahead.Dispose();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        if (_spare is not null && !_ahead.IsBlockLost) ArrayPool<byte>.Shared.Return(_spare);
        (_buffer, _spare, _start, _end, _hasEnded) = ([], null, 0, 0, true);
    }
}
