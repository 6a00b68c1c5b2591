using Analyzer.Terminal.Commands;

namespace Analyzer.Tests.Terminal.Commands;

public sealed class LiveValuesTests
{
    [Theory]
    [InlineData("500", 500L)]
    [InlineData("64k", 64_000L)]
    [InlineData("100M", 100_000_000L)]
    [InlineData("2G", 2_000_000_000L)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1.5M", null)]
    [InlineData("99999999999T", null)]
    public void Sizes_are_read(string text, long? expected) => Assert.Equal(expected, LiveValues.Size(text));

    [Theory]
    [InlineData("90", 90_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("500ms", 500)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("", null)]
    [InlineData("0s", null)]
    [InlineData("soon", null)]
    [InlineData("1e9", null)]
    [InlineData("999999999d", null)]
    public void Spans_of_time_are_read(string text, int? milliseconds) => Assert.Equal(milliseconds, LiveValues.Span(text)?.TotalMilliseconds);

    [Theory]
    [InlineData("10x100M", 10, 100_000_000L, null)]
    [InlineData("24x1h", 24, null, 3600)]
    [InlineData("24x1h,2G", 24, 2_000_000_000L, 3600)]
    public void Rings_are_read(string text, int files, long? size, int? seconds)
    {
        (int Files, long? Size, TimeSpan? Time) ring = LiveValues.Ring(text)!.Value;

        Assert.Equal((files, size, (double?)seconds), (ring.Files, ring.Size, ring.Time?.TotalSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("1x100M")]
    [InlineData("10x")]
    [InlineData("10x100")]
    [InlineData("10x1M,2M")]
    [InlineData("x100M")]
    public void What_is_no_ring_is_told_apart(string text) => Assert.Null(LiveValues.Ring(text));
}
