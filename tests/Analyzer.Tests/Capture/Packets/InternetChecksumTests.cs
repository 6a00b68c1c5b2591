using Analyzer.Capture.Packets.Network;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Capture.Packets;

public sealed class InternetChecksumTests
{
    [Fact]
    public void It_is_the_plain_sum_for_every_length_and_alignment()
    {
        byte[] bytes = new byte[700];
        new Random(1).NextBytes(bytes);

        for (int start = 0; start < 9; start++)
        {
            for (int length = 0; start + length <= bytes.Length; length++)
            {
                ReadOnlySpan<byte> part = bytes.AsSpan(start, length);
                Assert.Equal((ushort)~Wire.Checksum(part), InternetChecksum.Sum(part));
            }
        }
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(1_000_003)]
    public void It_does_not_overflow(int length)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(0xFF);

        Assert.Equal((ushort)~Wire.Checksum(bytes), InternetChecksum.Sum(bytes));
    }

    [Theory]
    [InlineData(0ul, 0)]
    [InlineData(0xFFFFul, 0xFFFF)]
    [InlineData(0x1_0000ul, 1)]
    [InlineData(0x1_FFFFul, 1)]
    [InlineData(ulong.MaxValue, 0xFFFF)]
    [InlineData(0xFFFF_FFFF_FFFF_0000ul, 0xFFFF)]
    public void Carries_come_back_until_none_is_left(ulong sum, ushort expected) => Assert.Equal(expected, InternetChecksum.Fold(sum));
}
