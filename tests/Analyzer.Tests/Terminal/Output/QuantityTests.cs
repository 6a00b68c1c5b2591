using Analyzer.Capture;
using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1000, "1.0k")]
    [InlineData(48_213, "48.2k")]
    [InlineData(999_949, "999.9k")]
    [InlineData(999_999, "1.0M")]
    [InlineData(15_000_000, "15.0M")]
    [InlineData(long.MaxValue, "9.2E")]
    public void Amounts_are_short(long amount, string expected) => Assert.Equal(expected, Quantity.Short(amount));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(48_213, "48.2 kB")]
    public void Bytes_have_their_unit(long amount, string expected) => Assert.Equal(expected, Quantity.Bytes(amount));

    [Theory]
    [InlineData(1, "1 message")]
    [InlineData(0, "0 messages")]
    [InlineData(12_408, "12 408 messages")]
    public void Counts_have_their_noun(long amount, string expected) => Assert.Equal(expected, Quantity.Count(amount, "message"));

    [Theory]
    [InlineData(31_000_000, "0.031 s")]
    [InlineData(17_562_000_000, "17.562 s")]
    [InlineData(184_000_000_000, "3 min 4 s")]
    [InlineData(7_500_000_000_000, "2 h 5 min")]
    public void Spans_are_short(long nanoseconds, string expected) => Assert.Equal(expected, Quantity.Span(nanoseconds));

    [Fact]
    public void An_unknown_moment_is_empty() => Assert.Equal("", Quantity.Moment(Timestamp.Unknown));
}
