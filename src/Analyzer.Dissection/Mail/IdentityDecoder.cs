using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>7bit, 8bit and binary: the bytes are what they are (RFC 2045 2.7 to 2.9).</summary>
internal sealed class IdentityDecoder : PartDecoder
{
    public override void Decode(ReadOnlySpan<byte> source, IBufferWriter<byte> target) => target.Write(source);

    public override void Flush(IBufferWriter<byte> target)
    {
    }

    public override void Gap(IBufferWriter<byte> target)
    {
    }
}
