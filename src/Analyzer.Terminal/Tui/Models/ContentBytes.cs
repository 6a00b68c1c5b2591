using System.Buffers;
using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A page of a content, read to be looked at.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="Gaps">Where bytes are missing: how many of the data come before, and how many are not there.</param>
/// <param name="IsBroken">The rest cannot be read from the capture any more.</param>
sealed record ContentBytes(byte[] Data, IReadOnlyList<(int Offset, long Missing)> Gaps, bool IsBroken)
{
    /// <summary>How many bytes of the content come before.</summary>
    public long Start { get; init; }

    /// <summary>The page ends before the content does.</summary>
    public bool HasMore { get; init; }

    /// <summary>Reads a range of a content, decoded: from its byte <paramref name="from"/> on.</summary>
    public static ContentBytes Read(IByteStore? store, Content content, Func<IByteTarget, ContentRange> range, long from, int most)
    {
        var collector = new Collector(from, most);
        bool isWhole = Copy(store, content, range(collector));
        return new ContentBytes(collector.Data, collector.Gaps, !isWhole) { Start = from, HasMore = collector.IsFull };
    }

    /// <summary>Gives a range of a content to a target; false: it cannot be read to its end.</summary>
    public static bool Copy(IByteStore? store, Content content, ContentRange range)
    {
        bool isWhole = store is not null && new ContentReader(store).TryCopy(content, range);
        range.End();
        return isWhole;
    }

    /// <summary>Keeps so many bytes of what it gets, behind so many others.</summary>
    sealed class Collector(long skipped, int most) : IByteTarget
    {
        readonly ArrayBufferWriter<byte> _bytes = new();
        long _toSkip = skipped;

        public byte[] Data => _bytes.WrittenSpan.ToArray();

        public List<(int Offset, long Missing)> Gaps { get; } = [];

        public bool IsFull { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            int before = (int)Math.Min(_toSkip, bytes.Length);
            _toSkip -= before;
            bytes = bytes[before..];
            int room = most - _bytes.WrittenCount;
            IsFull |= bytes.Length > room;
            _bytes.Write(bytes[..Math.Min(bytes.Length, room)]);
        }

        public void Gap(long missing)
        {
            if (!IsFull && _toSkip == 0) Gaps.Add((_bytes.WrittenCount, missing));
        }
    }
}

/// <summary>Takes bytes in order, and where some are missing.</summary>
interface IByteTarget
{
    void Write(ReadOnlySpan<byte> bytes);

    void Gap(long missing);

    /// <summary>It wants no more.</summary>
    bool IsFull => false;
}

/// <summary>Cuts a range out of a content, decodes it if there is a decoder, and passes it on.</summary>
/// <param name="start">Of its first byte; missing bytes count.</param>
/// <param name="length">In bytes of the content, missing ones counted in.</param>
/// <param name="decoder">Null: the bytes are passed on as they are.</param>
/// <param name="target">Gets them.</param>
sealed class ContentRange(long start, long length, PartDecoder? decoder, IByteTarget target) : IContentTarget
{
    readonly ArrayBufferWriter<byte> _decoded = new(64 * 1024);
    long _offset;

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        long from = Math.Max(start - _offset, 0), to = Math.Min(length > long.MaxValue - start ? long.MaxValue : start + length - _offset, bytes.Length);
        _offset += bytes.Length;
        if (from >= to) return;
        ReadOnlySpan<byte> part = bytes[(int)from..(int)to];
        if (decoder is null)
        {
            target.Write(part);
            return;
        }
        decoder.Decode(part, _decoded);
        Pass();
    }

    public void Gap(long missing)
    {
        bool isInside = _offset >= start && _offset - start < length;
        _offset += missing;
        if (!isInside) return;
        decoder?.Gap(_decoded);
        Pass();
        target.Gap(missing);
    }

    public bool IsFull => target.IsFull || length < long.MaxValue - start && _offset >= start + length;

    /// <summary>No more bytes will come.</summary>
    public void End()
    {
        decoder?.Flush(_decoded);
        Pass();
    }

    void Pass()
    {
        if (_decoded.WrittenCount > 0) target.Write(_decoded.WrittenSpan);
        _decoded.ResetWrittenCount();
    }
}
