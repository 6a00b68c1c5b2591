using System.IO.Compression;
using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>Why a compressed stream can not be read on.</summary>
internal enum InflateEnd
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Bytes are missing: what follows depends on them.</summary>
    Gap,

    /// <summary>It is no DEFLATE data.</summary>
    Invalid,

    /// <summary>It says that it is over.</summary>
    Finished,

    /// <summary>It gives more than any mail can: see <see cref="ImapLimits.InflateRatio"/>.</summary>
    Bomb,
}

/// <summary>
/// One direction of a compressed dialogue (RFC 4978: raw DEFLATE, RFC 1951, one stream for the rest of the connection). Takes what comes in pieces of any
/// size and gives what can be inflated of it; keeps the window, never the stream.
/// </summary>
internal sealed class InflatedStream : IDisposable
{
    const int BlockSize = 16 * 1024;

    readonly Feed _feed = new();
    readonly DeflateStream _inflater;
    readonly byte[] _block = new byte[BlockSize];
    long _taken, _given;
    bool _mayGiveMore;

    /// <summary>A stream that begins with the next byte.</summary>
    public InflatedStream() => _inflater = new DeflateStream(_feed, CompressionMode.Decompress);

    /// <summary>What waits for the dissector.</summary>
    public CursorBuffer Buffer { get; } = new();

    /// <summary>Why it can not be read on.</summary>
    public InflateEnd End { get; private set; }

    /// <summary>When the bytes that are being inflated were captured.</summary>
    public Timestamp Time { get; private set; }

    /// <summary>The packet that they came in.</summary>
    public long Packet { get; private set; }

    /// <summary>Takes bytes off the cursor and inflates them. False: nothing is left to take. A block may be empty, and is valid until the next call.</summary>
    public bool TryInflate(ref StreamCursor cursor, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (End != InflateEnd.None) return OpaqueBytes.Skip(ref cursor);
        if (_mayGiveMore)
        {
            block = Inflate();
            return true;
        }
        if (cursor.IsAtGap)
        {
            End = InflateEnd.Gap;
            return OpaqueBytes.Skip(ref cursor);
        }
        int length = Math.Min(cursor.NextPiece, BlockSize);
        if (length == 0) return false;
        (Time, Packet) = (cursor.Time, cursor.Packet);
        _feed.Fill(cursor.Unread[..length]);
        _taken += length;
        cursor.Skip(length);
        block = Inflate();
        return true;
    }

    ReadOnlySpan<byte> Inflate()
    {
        int given;
        try
        {
            given = _inflater.Read(_block);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            End = InflateEnd.Invalid;
            return default;
        }
        _given += given;
        _mayGiveMore = given > 0;
        if (given == 0 && !_feed.IsEmpty) End = InflateEnd.Finished;
        if (_given > ImapLimits.InflatedFree && _given / ImapLimits.InflateRatio > _taken) End = InflateEnd.Bomb;
        return _block.AsSpan(0, given);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflater.Dispose();
        _feed.Dispose();
        Buffer.Release();
    }

    // What the inflater reads from: the bytes that came last. Nothing more for now is no end to it.
    sealed class Feed : ForwardStream
    {
        readonly byte[] _bytes = new byte[BlockSize];
        int _at, _end;

        public bool IsEmpty => _at == _end;

        public void Fill(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_bytes);
            (_at, _end) = (0, bytes.Length);
        }

        public override int Read(Span<byte> buffer)
        {
            int part = Math.Min(buffer.Length, _end - _at);
            _bytes.AsSpan(_at, part).CopyTo(buffer);
            _at += part;
            return part;
        }
    }
}
