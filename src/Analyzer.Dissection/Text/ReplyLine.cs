using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Text;

/// <summary>
/// One line of a numeric reply: three digits, a hyphen when more lines follow, text (RFC 5321 section 4.2, RFC 959 section 4.2).
/// A value of its own: it outlives the line that it was read from.
/// </summary>
public readonly record struct ReplyLine
{
    /// <summary>The three digits; null when the line does not begin with a reply code.</summary>
    public string? Code { get; private init; }

    /// <summary>The code as a number, 100 to 699; 0 when there is none.</summary>
    public int Number { get; private init; }

    /// <summary>No hyphen follows the code: this line ends its reply.</summary>
    public bool IsLast { get; private init; }

    /// <summary>What follows the code and its separator; the whole line when it has no code.</summary>
    public string Text { get; private init; }

    /// <summary>When its first byte was captured.</summary>
    public Timestamp Time { get; private init; }

    /// <summary>The packet with its first byte.</summary>
    public long Packet { get; private init; }

    /// <summary>2yz: done.</summary>
    public bool IsPositive => Number / 100 == 2;

    /// <summary>4yz or 5yz: refused, for now or for good.</summary>
    public bool IsNegative => Number / 100 is 4 or 5;

    /// <summary>Reads a line of any content; one that is no reply has no code.</summary>
    public static ReplyLine Parse(in Line line)
    {
        int number = ReadCode(line.Text);
        if (number == 0) return new ReplyLine { Text = WireText.Decode(line.Text), Time = line.Time, Packet = line.Packet };
        return new ReplyLine
        {
            Code = WireText.Upper(line.Text[..3]),
            Number = number,
            IsLast = line.Text.Length == 3 || line.Text[3] != '-',
            Text = line.Text.Length > 4 ? WireText.Decode(line.Text[4..]) : "",
            Time = line.Time,
            Packet = line.Packet,
        };
    }

    /// <summary>The code that this text begins with, 100 to 699; 0: it is no line of a reply.</summary>
    public static int ReadCode(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] is < (byte)'1' or > (byte)'6') return 0;
        if (!char.IsAsciiDigit((char)text[1]) || !char.IsAsciiDigit((char)text[2])) return 0;
        // Servers put all sorts of signs behind it; a letter or a digit makes it something else.
        if (text.Length > 3 && char.IsAsciiLetterOrDigit((char)text[3])) return 0;
        return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    }
}
