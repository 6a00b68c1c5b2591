using System.Text;
using Analyzer.Terminal.Tui.Input;

namespace Analyzer.Tests.Terminal.Tui.Input;

public sealed class InputDecoderTests
{
    public static TheoryData<string, string> Sequences => new()
    {
        { "a", "a" },
        { "é", "é" },
        { "漢", "漢" },
        { "\r", "Enter" },
        { "\t", "Tab" },
        { "\u007f", "Backspace" },
        { "\u0003", "Control-c" },
        { "\u001a", "Control-z" },
        { "\u001b[A", "Up" },
        { "\u001bOB", "Down" },
        { "\u001b[1;5C", "Control-Right" },
        { "\u001b[1;2D", "Shift-Left" },
        { "\u001b[Z", "Shift-Tab" },
        { "\u001b[H", "Home" },
        { "\u001b[4~", "End" },
        { "\u001b[5~", "PageUp" },
        { "\u001b[6~", "PageDown" },
        { "\u001b[2~", "Insert" },
        { "\u001b[3~", "Delete" },
        { "\u001bOP", "F1" },
        { "\u001b[12~", "F2" },
        { "\u001b[[C", "F3" },
        { "\u001b[17~", "F6" },
        { "\u001b[24~", "F12" },
        { "\u001bx", "Alt-x" },
        { "\u001b\u001b[A", "Alt-Up" },
        { "\u001b[<0;3;4M", "Press 2,3" },
        { "\u001b[<0;3;4m", "Release 2,3" },
        { "\u001b[<32;3;4M", "Drag 2,3" },
        { "\u001b[<64;3;4M", "WheelUp 2,3" },
        { "\u001b[<65;3;4M", "WheelDown 2,3" },
        { "\u001b[200~a\u001b[Ab\r\u001b[201~", "Paste a\u001b[Ab\r" },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void A_sequence_is_one_event_however_it_is_cut(string bytes, string expected)
    {
        byte[] raw = Encoding.UTF8.GetBytes(bytes);
        for (int cut = 0; cut <= raw.Length; cut++) Assert.Equal([expected], Decode(raw[..cut], raw[cut..]));
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void A_sequence_ends_where_the_next_begins(string bytes, string expected)
    {
        byte[] raw = Encoding.UTF8.GetBytes(bytes);

        Assert.Equal([expected, "Up", expected], Decode([.. raw, .. "\u001b[A"u8, .. raw]));
    }

    [Theory]
    [InlineData("\u001b[?62;22c")]
    [InlineData("\u001b[?2026;2$y")]
    [InlineData("\u001b[24;80R")]
    [InlineData("\u001b]11;rgb:0000/0000/0000\a")]
    [InlineData("\u001b]11;rgb:0000/0000/0000\u001b\\")]
    [InlineData("\u001bP1$r0m\u001b\\")]
    [InlineData("\u001b[99~")]
    [InlineData("\u001b[1;2;3;4;5Q")]
    public void A_reply_or_an_unknown_sequence_is_no_text(string bytes)
    {
        Assert.Equal(["x"], Decode(Encoding.UTF8.GetBytes(bytes), "x"u8.ToArray()));
    }

    [Fact]
    public void An_escape_alone_is_the_key_when_nothing_follows()
    {
        var events = new List<string>();
        var decoder = new InputDecoder(input => events.Add(Name(input)));
        decoder.Feed("\u001b"u8);
        Assert.True(decoder.IsWaiting);
        Assert.Empty(events);
        decoder.TimeOut();

        Assert.Equal(["Escape"], events);
        Assert.False(decoder.IsWaiting);
    }

    [Fact]
    public void Time_alone_does_not_end_a_sequence_that_has_begun()
    {
        var events = new List<string>();
        var decoder = new InputDecoder(input => events.Add(Name(input)));
        decoder.Feed("\u001b["u8);
        decoder.TimeOut();
        decoder.Feed("A"u8);

        Assert.Equal(["Up"], events);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_dropped_and_the_next_key_is_read()
    {
        Assert.Equal(["a"], Decode([0xC3, (byte)'a']));
        Assert.Equal(["a"], Decode([0xFF, 0xFE, (byte)'a']));
    }

    [Fact]
    public void An_endless_sequence_does_not_grow_without_end_and_text_comes_again()
    {
        byte[] endless = [.. "\u001b["u8, .. Enumerable.Repeat((byte)'1', 100_000), .. "~"u8];

        Assert.EndsWith("x", Decode(endless, "x"u8.ToArray())[^1]);
    }

    static List<string> Decode(params byte[][] pieces)
    {
        var events = new List<string>();
        var decoder = new InputDecoder(input => events.Add(Name(input)));
        foreach (byte[] piece in pieces) decoder.Feed(piece);
        return events;
    }

    static string Name(InputEvent input) => input switch
    {
        KeyInput { Key: var key } => (key.Modifiers == 0 ? "" : key.Modifiers + "-") + (key.Code == KeyCode.Character ? key.Rune.ToString() : key.Code.ToString()),
        MouseInput mouse => $"{mouse.Action} {mouse.X},{mouse.Y}",
        PasteInput paste => $"Paste {paste.Text}",
        _ => "?",
    };
}
