using System.Buffers;
using Analyzer.Capture.Sources.Bytes;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>
/// Finds the secrets that stand behind what was read of a pcapng file, from block to block: whoever appends them to a capture, or joins
/// captures, puts them behind the packets that they open. Costs less than reading the packets, and only where a key is wanted.
/// </summary>
internal sealed class PcapNgLookAhead(SafeFileHandle file)
{
    const uint DecryptionSecrets = 10;
    const int BlockHeaderLength = 8, TrailerLength = 4, MagicLength = 4;

    /// <summary>Large, as most blocks are packets, and to jump over each would cost more than to read them.</summary>
    const int WindowLength = 1024 * 1024;

    byte[] _window = [];
    long _start;
    int _length;

    /// <summary>Adds the secrets from that block on to the description, as far as the blocks can be followed.</summary>
    public void Find(long offset, ByteOrder order, CaptureDescription description)
    {
        _window = ArrayPool<byte>.Shared.Rent(WindowLength);
        var secrets = new PcapNgSecrets();
        while (TryPeek(offset, BlockHeaderLength + MagicLength, out ReadOnlySpan<byte> head))
        {
            if (PcapNgReader.HasMagic(head) && PcapNgReader.OrderOf(head[BlockHeaderLength..]) is { } other) order = other;
            uint length = order.U32(head[4..]);
            if (length < BlockHeaderLength + TrailerLength || length > RecordWindow.MaxRecord) break;
            int whole = PcapNgReader.Pad((int)length);
            if (order.U32(head) == DecryptionSecrets && TryPeek(offset, whole, out ReadOnlySpan<byte> block))
                secrets.TryTake(block[BlockHeaderLength..^TrailerLength], order, description, offset);
            offset += whole;
        }
        ArrayPool<byte>.Shared.Return(_window);
        _window = [];
    }

    bool TryPeek(long offset, int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (offset + count > _start + _length && !TryFill(offset, count)) return false;
        bytes = _window.AsSpan((int)(offset - _start), count);
        return true;
    }

    bool TryFill(long offset, int count)
    {
        if (count > _window.Length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(count);
        }
        (_start, _length) = (offset, 0);
        try
        {
            while (_length < count && RandomAccess.Read(file, _window.AsSpan(_length), offset + _length) is var more and > 0) _length += more;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The packets in front of the fault are read all the same.
        }
        return _length >= count;
    }
}
