using Analyzer.Servers.Imap.Mime;

namespace Analyzer.Servers.Imap;

/// <summary>A part with its transfer encoding undone (RFC 3516), read twice: first for its length, then to be sent.</summary>
sealed class BinaryContent(Stream message, MimePart part)
{
    const int PieceLength = 16 * 1024;

    /// <summary>Whether the encoding is known.</summary>
    public static bool CanDecode(MimePart part) => TransferDecoder.Create(part.Encoding) is not null;

    /// <summary>The decoded octets in pieces, which are valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        TransferDecoder decoder = TransferDecoder.Create(part.Encoding)!;
        byte[] source = new byte[PieceLength], target = new byte[PieceLength + 3];
        for (long at = part.BodyStart; at < part.End;)
        {
            message.Position = at;
            int read = message.Read(source.AsSpan(0, (int)Math.Min(source.Length, part.End - at)));
            if (read == 0) yield break;
            at += read;
            yield return target.AsMemory(0, decoder.Decode(source.AsSpan(0, read), target));
        }
        yield return target.AsMemory(0, decoder.Finish(target));
    }

    /// <summary>How many octets there are, and whether a NUL is among them, which only literal8 can hold.</summary>
    public (long Length, bool HasNul) Measure()
    {
        long length = 0;
        bool hasNul = false;
        foreach (ReadOnlyMemory<byte> piece in Pieces())
        {
            length += piece.Length;
            hasNul |= piece.Span.Contains((byte)0);
        }
        return (length, hasNul);
    }
}
