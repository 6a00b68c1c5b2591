using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Text;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Text;

public sealed class DotTerminatedBodyTests
{
    sealed class Collector : IByteSink
    {
        readonly List<byte> _bytes = [];

        public string Text => Encoding.Latin1.GetString([.. _bytes]);

        public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time) => _bytes.AddRange(bytes);
    }

    /// <summary>Feeds a stream in pieces and takes a body off it; what is left on the cursor is returned with it.</summary>
    static (string Taken, string Left, bool HasEnded, DotTerminatedBody Body) Take(string stream, int pieceSize = int.MaxValue, bool ends = true)
    {
        var buffer = new CursorBuffer();
        var body = new DotTerminatedBody();
        var sink = new Collector();
        bool hasEnded = false;
        byte[] bytes = Encoding.Latin1.GetBytes(stream);
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(pieceSize, bytes.Length - at);
            buffer.Append(bytes.AsSpan(at, length));
            buffer.AddPiece(new Extent(0, at, length), default, 1, 0);
            at += length;
            hasEnded |= Advance(buffer, body, sink, hasEnded);
        }
        buffer.HasEnded = ends;
        hasEnded |= Advance(buffer, body, sink, hasEnded);
        return (sink.Text, Encoding.Latin1.GetString(buffer.Pending), hasEnded, body);
    }

    static bool Advance(CursorBuffer buffer, DotTerminatedBody body, Collector sink, bool hasEnded)
    {
        if (hasEnded) return true;
        var cursor = new StreamCursor(buffer);
        BodyStep step;
        do step = body.Take(ref cursor, sink);
        while (step == BodyStep.PassedLooseEnd);
        return step == BodyStep.Ended;
    }

    [Theory]
    [InlineData(".\r\nQUIT", "", "QUIT")]
    [InlineData("a\r\n.\r\n", "a\r\n", "")]
    [InlineData("a\r\n..\r\n.\r\nb", "a\r\n..\r\n", "b")]
    [InlineData("\r\n.\r\n", "\r\n", "")]
    [InlineData("..\r\n.\r\n", "..\r\n", "")]
    [InlineData(".a\r\n.\r\n", ".a\r\n", "")]
    [InlineData("a.\r\n.\r\n", "a.\r\n", "")]
    [InlineData(".\r\n.\r\n", "", ".\r\n")]
    [InlineData("a\n.\n\r\n.\r\n", "a\n.\n\r\n", "")]
    [InlineData("a\r.\r\n\r\n.\r\n", "a\r.\r\n\r\n", "")]
    [InlineData("\0\xff\r\n.\r\n", "\0\xff\r\n", "")]
    public void The_text_ends_at_the_dot_line_however_it_is_cut(string stream, string text, string left)
    {
        for (int size = 1; size <= stream.Length; size++)
        {
            (string taken, string rest, bool hasEnded, _) = Take(stream, size);

            Assert.True(hasEnded);
            Assert.Equal(text, taken);
            Assert.Equal(left, rest);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\r\n")]
    [InlineData("a\r\n.")]
    [InlineData("a\r\n.\r")]
    [InlineData("a\n.\n")]
    [InlineData("a.\r\n")]
    public void Without_a_dot_line_all_is_text(string stream)
    {
        (string taken, string left, bool hasEnded, _) = Take(stream);

        Assert.False(hasEnded);
        Assert.Equal(stream, taken);
        Assert.Equal("", left);
    }

    [Theory]
    [InlineData("a\r\n.", ".")]
    [InlineData("a\r\n.\r", ".\r")]
    public void What_may_become_a_dot_line_is_left_and_is_no_loose_end(string stream, string left)
    {
        (_, string rest, _, DotTerminatedBody body) = Take(stream, ends: false);

        Assert.Equal(left, rest);
        Assert.Equal(0, body.HeldLooseEnd);
    }

    [Theory]
    [InlineData("a\n.\n", 2)]
    [InlineData("a\n.\r\n", 3)]
    [InlineData("a\r\n.\n", 2)]
    [InlineData("a\n.\nMAIL", 2)]
    public void A_loose_end_is_left_while_nothing_behind_it_can_be_judged(string stream, int length)
    {
        (string taken, string left, _, DotTerminatedBody body) = Take(stream, ends: false);

        Assert.Equal(length, body.HeldLooseEnd);
        Assert.Equal(stream, taken + left);
        Assert.StartsWith(".", left, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n.\nb\n", 1)]
    [InlineData("a\n.\n.\n.\r\nb\n", 3)]
    [InlineData("a\r\n.\nb\n", 1)]
    [InlineData("a\r.\rb\n", 1)]
    [InlineData("a\r\n.\rb\n", 1)]
    [InlineData("a.\nb\n", 0)]
    [InlineData("a\r\n..\nb\n", 0)]
    public void Loose_ends_are_counted_however_they_are_cut(string stream, int count)
    {
        for (int size = 1; size <= stream.Length; size++) Assert.Equal(count, Take(stream, size).Body.LooseEnds);
    }

    [Theory]
    [InlineData("a\r\nb\r\n", 0, 0)]
    [InlineData("a\nb\n", 2, 0)]
    [InlineData("a\rb\rc", 0, 2)]
    [InlineData("a\n\r\r\nb", 1, 1)]
    [InlineData("\n\n\n", 3, 0)]
    [InlineData("\r\r\rx", 0, 3)]
    [InlineData("\r.\r\n.x", 0, 1)]
    public void Broken_line_ends_are_counted_however_they_are_cut(string pattern, int feeds, int returns)
    {
        // Far enough behind the beginning to be met by the vector part, too.
        foreach (string stream in new[] { pattern, new string('x', 100) + pattern + new string('y', 100) })
        {
            for (int size = 1; size <= stream.Length; size++)
            {
                DotTerminatedBody body = Take(stream, size).Body;
                Assert.Equal((feeds, returns), (body.BareFeeds, body.BareReturns));
            }
        }
    }

    [Fact]
    public void A_dot_line_is_found_at_any_distance()
    {
        for (int length = 0; length < 200; length++)
        {
            string text = new string('x', length) + "\r\n";
            Assert.Equal((text, true), (Take(text + ".\r\n").Taken, Take(text + ".\r\n").HasEnded));
        }
    }

    [Fact]
    public void Behind_a_gap_a_dot_is_text()
    {
        var buffer = new CursorBuffer { HasEnded = true };
        buffer.Append(".\r\nb\r\n"u8);
        buffer.AddPiece(new Extent(0, 0, 6), default, 1, 0);
        var body = new DotTerminatedBody();
        var sink = new Collector();
        body.Lose();
        var cursor = new StreamCursor(buffer);

        Assert.Equal(BodyStep.NeedsMore, body.Take(ref cursor, sink));
        Assert.Equal(".\r\nb\r\n", sink.Text);
    }

    [Fact]
    public void A_text_in_large_pieces_costs_no_memory()
    {
        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 100)));
        var buffer = new CursorBuffer();
        var body = new DotTerminatedBody();
        var sink = new Counter();
        TakeAll(buffer, body, sink, lines, 10);

        int rounds = 0;
        long allocated = Allocations.Least(() =>
        {
            TakeAll(buffer, body, sink, lines, 1000);
            rounds++;
        });

        Assert.Equal(0, allocated);
        Assert.Equal((10L + rounds * 1000) * lines.Length, sink.Count);
    }

    static void TakeAll(CursorBuffer buffer, DotTerminatedBody body, Counter sink, byte[] lines, int times)
    {
        for (int i = 0; i < times; i++)
        {
            buffer.AddPiece(new Extent(0, 0, lines.Length), default, 1, 0);
            var cursor = new StreamCursor(buffer, lines);
            body.Take(ref cursor, sink);
        }
    }

    sealed class Counter : IByteSink
    {
        public long Count { get; private set; }

        public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time) => Count += bytes.Length;
    }
}
