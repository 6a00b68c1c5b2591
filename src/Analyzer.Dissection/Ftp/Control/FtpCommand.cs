using System.Text.Unicode;
using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Control;

/// <summary>A command line of the control connection (RFC 959 section 5.3): a word and what follows it.</summary>
sealed class FtpCommand
{
    /// <summary>The word in upper case; empty for an empty line.</summary>
    public required string Name { get; init; }

    /// <summary>What follows the blank behind the word; null when nothing does.</summary>
    public string? Argument { get; init; }

    /// <summary>The argument's bytes where they are not UTF-8, so that <see cref="Argument"/> is but a reading of them; else null.</summary>
    public byte[]? RawArgument { get; init; }

    /// <summary>When its first byte was captured.</summary>
    public Timestamp Time { get; init; }

    /// <summary>The packet with its first byte.</summary>
    public long Packet { get; init; }

    /// <summary>A gap or the end of the capture cut it: the argument may go on.</summary>
    public bool IsCut { get; init; }

    /// <summary>The argument is longer than is kept.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>The argument, or an empty text.</summary>
    public string Text => Argument ?? "";

    /// <summary>Reads a line of any content. Null: it held nothing but Telnet's own codes.</summary>
    public static FtpCommand? Parse(in Line line)
    {
        ReadOnlySpan<byte> text = TelnetText.Clean(line.Text);
        if (text.IsEmpty && (line.Text.Length > 0 || line.End == LineEnd.None)) return null;
        int blank = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> argument = blank < 0 ? default : text[(blank + 1)..];
        bool isTooLong = argument.Length > FtpLimits.MaxArgument;
        if (isTooLong) argument = argument[..FtpLimits.MaxArgument];
        ReadOnlySpan<byte> name = blank < 0 ? text : text[..blank];
        if (name.Length > FtpLimits.MaxArgument) name = name[..FtpLimits.MaxArgument];
        return new FtpCommand
        {
            Name = WireText.Upper(name),
            Argument = blank < 0 ? null : WireText.Decode(argument),
            RawArgument = Utf8.IsValid(argument) ? null : argument.ToArray(),
            Time = line.Time,
            Packet = line.Packet,
            IsCut = line.End == LineEnd.None,
            IsTooLong = isTooLong,
        };
    }
}
