using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Pop3;

/// <summary>A command that waits for its reply.</summary>
internal sealed class Pop3Command
{
    /// <summary>Its exchange.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>When it was given.</summary>
    public Timestamp Time { get; init; }

    /// <summary>The same, with the packet that brought it.</summary>
    public Moment Sent => new(Time, Exchange.Packet);

    /// <summary>Commands directly before it are lost: a reply from before it answers one of those.</summary>
    public bool FollowsLost { get; init; }

    /// <summary>The command word, upper case; a response in an authentication counts as its AUTH.</summary>
    public string Verb => IsSaslResponse ? "AUTH" : Exchange.Command!;

    /// <summary>What follows it.</summary>
    public string Argument => Exchange.Argument ?? "";

    /// <summary>A line of a SASL dialogue, and no command of its own.</summary>
    public bool IsSaslResponse => Exchange.IsSaslResponse;

    /// <summary>
    /// Whether a positive reply has more lines, up to a line with a dot. The command decides that and not the reply's text (RFC 1939
    /// section 3, RFC 2449 section 5, RFC 6856 section 3).
    /// </summary>
    public bool IsMultiLine => Verb switch
    {
        "RETR" or "TOP" or "CAPA" => true,
        "LIST" or "UIDL" or "LANG" or "AUTH" => Argument.Length == 0,
        _ => false,
    };

    /// <summary>Its multi-line reply is a message, or the top of one.</summary>
    public bool GetsMessage => Verb is "RETR" or "TOP";

    /// <summary>The message number in its argument; null when there is none.</summary>
    public long? Number => NumberAt(Argument, 0);

    /// <summary>TOP's count of body lines.</summary>
    public long? Lines => NumberAt(Argument, 1);

    /// <summary>The number at a place among the blank-separated words of a text; null when there is none.</summary>
    public static long? NumberAt(string text, int index)
    {
        string[] words = text.Split(' ', index + 2, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > index && long.TryParse(words[index], System.Globalization.NumberStyles.None, null, out long number) ? number : null;
    }

    /// <summary>The command word and what follows it.</summary>
    public static (string Verb, string? Argument) Split(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart((byte)' ');
        int end = text.IndexOf((byte)' ');
        if (end < 0) return (WireText.Upper(text), null);
        // PASS may hold blanks, at its ends too.
        return (WireText.Upper(text[..end]), WireText.Decode(text[(end + 1)..]));
    }
}
