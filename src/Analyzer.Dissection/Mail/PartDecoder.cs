using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Undoes a transfer encoding (RFC 2045 6) as the encoded bytes come, in pieces of any size. It never fails: what cannot be decoded is
/// read around or kept as it is, and <see cref="IsDamaged"/> says so. The work is linear in the input.
/// </summary>
public abstract class PartDecoder
{
    /// <summary>Whether anything so far was not as its encoding demands.</summary>
    public bool IsDamaged { get; private protected set; }

    /// <summary>A decoder for the body of this part, to be fed with the bytes of its range.</summary>
    public static PartDecoder Create(MimePart part) => Create(part.TransferEncoding);

    /// <summary>A decoder for a uuencoded file, to be fed with the bytes of the body of the part that it lies in.</summary>
    public static PartDecoder Create(UuencodedFile file) => new UuFileDecoder(Create(file.Part), file);

    internal static PartDecoder Create(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.Base64 => new Base64Decoder(),
        TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
        TransferEncoding.Uuencode => new UuDecoder(),
        _ => new IdentityDecoder(),
    };

    /// <summary>Decodes all of <paramref name="source"/> but an unfinished rest, which the decoder keeps.</summary>
    public abstract void Decode(ReadOnlySpan<byte> source, IBufferWriter<byte> target);

    /// <summary>Writes what the unfinished rest gives, at the end of the body. The decoder is then as new, but for <see cref="IsDamaged"/>.</summary>
    public abstract void Flush(IBufferWriter<byte> target);

    /// <summary>
    /// Bytes are missing before the next ones. The decoder gives up its unfinished rest and goes on where it can be in step again: base64
    /// and uuencode at the next line.
    /// </summary>
    public abstract void Gap(IBufferWriter<byte> target);
}
