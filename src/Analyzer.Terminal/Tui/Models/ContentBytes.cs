using System.Buffers;
using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The beginning of a content, read to be looked at.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="Gaps">Where bytes are missing: how many of the data come before, and how many are not there.</param>
/// <param name="IsCut">There is more.</param>
/// <param name="IsBroken">The rest cannot be read from the capture any more.</param>
sealed record ContentBytes(byte[] Data, IReadOnlyList<(int Offset, long Missing)> Gaps, bool IsCut, bool IsBroken)
{
    /// <summary>The most bytes that are looked at: more than anybody reads, and little memory. Saving has no such limit.</summary>
    public const int MaxShown = 1024 * 1024;

    /// <summary>Reads a whole content as it is.</summary>
    public static ContentBytes Read(IByteStore? store, Content content, int most = MaxShown) =>
        Read(store, content, 0, long.MaxValue, null, most);

    /// <summary>Reads a part of a message, decoded.</summary>
    public static ContentBytes Read(IByteStore? store, Content message, MimePart part, int most = MaxShown) =>
        Read(store, message, part.BodyOffset, part.BodyLength, PartDecoder.Create(part), most);

    /// <summary>Reads a part of a message with its header, as it was sent.</summary>
    public static ContentBytes ReadRaw(IByteStore? store, Content message, MimePart part, int most = MaxShown) =>
        Read(store, message, part.Offset, part.BodyOffset - part.Offset + part.BodyLength, null, most);

    static ContentBytes Read(IByteStore? store, Content content, long start, long length, PartDecoder? decoder, int most)
    {
        var collector = new Collector(most);
        bool isWhole = Copy(store, content, new ContentRange(start, length, decoder, collector));
        return new ContentBytes(collector.Data, collector.Gaps, collector.IsFull, !isWhole);
    }

    /// <summary>Gives a range of a content to a target; false: it cannot be read to its end.</summary>
    public static bool Copy(IByteStore? store, Content content, ContentRange range)
    {
        bool isWhole = store is not null && new ContentReader(store).TryCopy(content, range);
        range.End();
        return isWhole;
    }

    /// <summary>Keeps the beginning of what it gets.</summary>
    sealed class Collector(int most) : IByteTarget
    {
        readonly ArrayBufferWriter<byte> _bytes = new();

        public byte[] Data => _bytes.WrittenSpan.ToArray();

        public List<(int Offset, long Missing)> Gaps { get; } = [];

        public bool IsFull { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            int room = most - _bytes.WrittenCount;
            IsFull |= bytes.Length > room;
            _bytes.Write(bytes[..Math.Min(bytes.Length, room)]);
        }

        public void Gap(long missing)
        {
            if (!IsFull) Gaps.Add((_bytes.WrittenCount, missing));
        }
    }
}

/// <summary>Takes bytes in order, and where some are missing.</summary>
interface IByteTarget
{
    void Write(ReadOnlySpan<byte> bytes);

    void Gap(long missing);
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
