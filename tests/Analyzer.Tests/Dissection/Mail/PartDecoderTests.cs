using System.Buffers;
using System.Security.Cryptography;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class PartDecoderTests
{
    public static TheoryData<string> Names => [.. Zoo.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decoding_a_part_s_range_later_gives_the_hash_that_was_worked_out(string name)
    {
        byte[] message = Zoo.All[name];
        foreach (MimePart part in Reading.Of(message).Root.SelfAndDescendants().Where(part => part.Sha256 != null))
        {
            var target = new ArrayBufferWriter<byte>();
            var decoder = PartDecoder.Create(part);

            decoder.Decode(message.AsSpan((int)part.BodyOffset, (int)part.BodyLength), target);
            decoder.Flush(target);

            Assert.Equal(part.Sha256, SHA256.HashData(target.WrittenSpan));
            Assert.Equal(part.DecodedSize, target.WrittenCount);
        }
    }

    [Theory]
    [InlineData("7bit", typeof(IdentityDecoder))]
    [InlineData("8bit", typeof(IdentityDecoder))]
    [InlineData("binary", typeof(IdentityDecoder))]
    [InlineData("base64", typeof(Base64Decoder))]
    [InlineData("quoted-printable", typeof(QuotedPrintableDecoder))]
    [InlineData("x-uuencode", typeof(UuDecoder))]
    [InlineData("unheard-of", typeof(IdentityDecoder))]
    public void Each_transfer_encoding_has_its_decoder(string encoding, Type expected)
    {
        Assert.IsType(expected, PartDecoder.Create(Reading.Of($"Content-Transfer-Encoding: {encoding}\n\n").Root));
    }
}
