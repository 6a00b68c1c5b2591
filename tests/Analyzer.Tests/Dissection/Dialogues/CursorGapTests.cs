using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Tests.Dissection.Dialogues;

public sealed class CursorGapTests
{
    static void Add(CursorBuffer buffer, string text, long gapBefore = 0)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        buffer.Append(bytes);
        buffer.AddPiece(new Extent(0, 0, bytes.Length), default, 1, gapBefore);
    }

    [Fact]
    public void Reading_stops_at_each_of_several_gaps()
    {
        var buffer = new CursorBuffer();
        Add(buffer, "ab");
        Add(buffer, "cd");
        Add(buffer, "", 5);
        Add(buffer, "ef");
        Add(buffer, "gh", 7);
        var cursor = new StreamCursor(buffer);

        Assert.True(cursor.Unread.SequenceEqual("abcd"u8));
        cursor.Skip(3);
        Assert.True(cursor.Unread.SequenceEqual("d"u8));
        cursor.Skip(1);
        Assert.True(cursor.IsAtGap);
        Assert.Equal(5, cursor.TakeGap());
        Assert.True(cursor.Unread.SequenceEqual("ef"u8));
        cursor.Skip(2);
        Assert.Equal(7, cursor.TakeGap());
        Assert.True(cursor.Unread.SequenceEqual("gh"u8));
        Assert.Equal(18, cursor.Offset);
    }

    [Fact]
    public void Bytes_that_come_while_a_gap_waits_are_behind_it()
    {
        var buffer = new CursorBuffer();
        Add(buffer, "ab");
        Add(buffer, "", 5);
        var first = new StreamCursor(buffer);
        first.Skip(1);
        Add(buffer, "cd");
        var second = new StreamCursor(buffer);

        Assert.True(second.Unread.SequenceEqual("b"u8));
        second.Skip(1);
        Assert.Equal(5, second.TakeGap());
        Assert.True(second.Unread.SequenceEqual("cd"u8));
    }
}
