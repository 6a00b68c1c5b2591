using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class TableLayoutTests
{
    [Theory]
    [InlineData(new[] { 10, 10 }, new[] { 5, 5 }, new[] { 0, 0 }, 80, new[] { 10, 10 })]
    [InlineData(new[] { 50, 50 }, new[] { 5, 5 }, new[] { 0, 0 }, 62, new[] { 30, 30 })]
    [InlineData(new[] { 5, 90 }, new[] { 5, 5 }, new[] { 0, 0 }, 62, new[] { 5, 55 })]
    [InlineData(new[] { 20, 20, 20 }, new[] { 20, 20, 20 }, new[] { 0, 2, 1 }, 50, new[] { 20, 0, 20 })]
    [InlineData(new[] { 20, 20, 20 }, new[] { 20, 20, 20 }, new[] { 0, 1, 1 }, 50, new[] { 20, 20, 0 })]
    [InlineData(new[] { 20, 20 }, new[] { 20, 20 }, new[] { 0, 0 }, 32, new[] { 15, 15 })]
    [InlineData(new[] { 3 }, new[] { 8 }, new[] { 0 }, 80, new[] { 3 })]
    public void Columns_share_a_line(int[] needed, int[] least, int[] rank, int available, int[] expected)
    {
        Assert.Equal(expected, TableLayout.Fit(needed, least, rank, available));
    }

    [Fact]
    public void No_layout_is_wider_than_the_line_and_no_column_wider_than_it_needs()
    {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            int columns = random.Next(1, 14);
            int[] needed = [.. Enumerable.Range(0, columns).Select(_ => random.Next(1, 100))];
            int[] least = [.. needed.Select(_ => random.Next(1, 25))];
            int[] rank = [.. needed.Select(_ => random.Next(0, 5))];
            int available = random.Next(40, 200);

            int[] widths = TableLayout.Fit(needed, least, rank, available);

            Assert.InRange(widths.Where(width => width > 0).Sum(width => width + TableLayout.Gap) - TableLayout.Gap, 1, available);
            Assert.All(widths.Zip(needed), pair => Assert.True(pair.First <= pair.Second));
        }
    }
}
