using Analyzer.Servers.Imap.Mime;

namespace Analyzer.Servers.Imap;

/// <summary>The octets that a section means: a range of the message file, or a few that were put together.</summary>
readonly record struct SectionContent(long Start, long Length, byte[]? Bytes = null)
{
    /// <summary>Null: the message has no such section.</summary>
    public static SectionContent? Find(FetchItem item, MimePart root, Stream message, ImapServerLimits limits)
    {
        MimePart? part = item.Numbers.Count == 0 ? root : root.Find(item.Numbers);
        if (part is null) return null;
        switch (item.Part)
        {
            case SectionPart.All:
                return item.Numbers.Count == 0 ? new SectionContent(0, message.Length) : new SectionContent(part.BodyStart, part.End - part.BodyStart);
            case SectionPart.Mime:
                return new SectionContent(part.Start, part.BodyStart - part.Start);
        }
        MimePart? holder = item.Numbers.Count == 0 ? root : part.Message;
        if (holder is null) return null;
        switch (item.Part)
        {
            case SectionPart.Header:
                return new SectionContent(holder.Start, holder.BodyStart - holder.Start);
            case SectionPart.Text:
                return new SectionContent(holder.BodyStart, holder.End - holder.BodyStart);
            default:
                byte[] header = ReadHeader(holder, message, limits);
                byte[] fields = HeaderFields.Select(header, item.Fields, item.Part == SectionPart.HeaderFields);
                return new SectionContent(0, fields.Length, fields);
        }
    }

    /// <summary>What is left of it for a partial fetch.</summary>
    public SectionContent Of((long Origin, long Length)? partial)
    {
        if (partial is not { } range) return this;
        long start = Math.Min(range.Origin, Length), length = Math.Min(range.Length, Length - start);
        return Bytes is null ? new SectionContent(Start + start, length) : new SectionContent(0, length, Bytes[(int)start..(int)(start + length)]);
    }

    static byte[] ReadHeader(MimePart part, Stream message, ImapServerLimits limits)
    {
        byte[] header = new byte[Math.Min(part.BodyStart - part.Start, limits.Header)];
        message.Position = part.Start;
        message.ReadExactly(header);
        return header;
    }
}
