using Analyzer.Capture;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A content to be looked at, page by page: of a large one, a page is in memory and the rest where it was captured.</summary>
sealed class ContentPages
{
    /// <summary>Bytes of a page: more than anybody reads at once, and little memory.</summary>
    public const int PageSize = 1024 * 1024;

    // A character of UTF-8 goes on for at most so many bytes: a page of text ends behind it.
    const int MaxContinuation = 3;

    readonly Func<long, int, ContentBytes> _read;

    ContentPages(long size, Func<long, int, ContentBytes> read)
    {
        _read = read;
        Count = (int)Math.Clamp((size + PageSize - 1) / PageSize, 1, int.MaxValue);
    }

    /// <summary>Pages in all, as far as the size is known.</summary>
    public int Count { get; }

    /// <summary>A whole content as it is.</summary>
    public static ContentPages Of(IByteStore? store, Content content) => content.Transform == Transform.None
        ? new(content.Extents.Length, (from, most) => ContentBytes.Read(store, Behind(content, from), target => new ContentRange(0, long.MaxValue, null, target), 0, most) with { Start = from })
        : new(content.Extents.Length, (from, most) => ContentBytes.Read(store, content, target => new ContentRange(0, long.MaxValue, null, target), from, most));

    /// <summary>A part of a message, decoded.</summary>
    public static ContentPages Of(IByteStore? store, Content message, MimePart part) => new(part.DecodedSize ?? part.BodyLength,
        (from, most) => ContentBytes.Read(store, message, target => new ContentRange(part.BodyOffset, part.BodyLength, PartDecoder.Create(part), target), from, most));

    /// <summary>A part of a message with its header, as it was sent.</summary>
    public static ContentPages OfSource(IByteStore? store, Content message, MimePart part)
    {
        long length = part.BodyOffset - part.Offset + part.BodyLength;
        return new(length, (from, most) => ContentBytes.Read(store, message, target => new ContentRange(part.Offset, length, null, target), from, most));
    }

    // What nothing was done to is read from where the page begins.
    static Content Behind(Content content, long from)
    {
        if (from == 0) return content;
        var extents = new ExtentList();
        extents.AddRange(content.Extents, from, content.Extents.Length - from);
        return content with { Extents = extents, Gaps = [.. content.Gaps.Where(gap => gap.Offset >= from).Select(gap => gap with { Offset = gap.Offset - from, CapturedOffset = gap.CapturedOffset - from })] };
    }

    /// <summary>The bytes of a page.</summary>
    public ContentBytes Read(int page) => _read((long)page * PageSize, PageSize);

    /// <summary>The bytes of a page, to be read as text: no character is torn apart.</summary>
    public ContentBytes ReadText(int page)
    {
        ContentBytes bytes = _read((long)page * PageSize, PageSize + MaxContinuation);
        ReadOnlySpan<byte> data = bytes.Data;
        int end = Math.Min(PageSize, data.Length), start = 0;
        while (end < data.Length && IsContinuation(data[end])) end++;
        while (page > 0 && start < Math.Min(MaxContinuation, end) && IsContinuation(data[start])) start++;
        return bytes with
        {
            Data = data[start..end].ToArray(),
            Gaps = [.. bytes.Gaps.Where(gap => gap.Offset <= end).Select(gap => (Math.Max(0, gap.Offset - start), gap.Missing))],
            Start = bytes.Start + start,
            HasMore = bytes.HasMore || end < data.Length,
        };
    }

    static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}

/// <summary>Lines to read, page by page.</summary>
/// <param name="Count">Pages in all.</param>
/// <param name="Lines">Makes a page; takes a while for large contents.</param>
sealed record PagedLines(int Count, Func<int, IReadOnlyList<TextLine>> Lines)
{
    /// <summary>Lines that are there.</summary>
    public static PagedLines Of(IReadOnlyList<TextLine> lines) => new(1, _ => lines);
}
