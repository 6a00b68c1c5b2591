using System.Buffers;
using System.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>A command line: its word and what follows (RFC 5321 section 4.1.1). Borrows the line.</summary>
internal readonly ref struct SmtpCommand
{
    /// <summary>A longer first word is no command's; it is cut here, and the rest told as argument.</summary>
    const int MaxWord = 32;

    /// <summary>What it means.</summary>
    public SmtpVerb Verb { get; private init; }

    /// <summary>As sent.</summary>
    public ReadOnlySpan<byte> Word { get; private init; }

    /// <summary>Without the blanks around it.</summary>
    public ReadOnlySpan<byte> Argument { get; private init; }

    /// <summary>Reads a line of any content.</summary>
    public static SmtpCommand Parse(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t"u8);
        int end = line.IndexOfAny((byte)' ', (byte)'\t');
        if (end < 0) end = line.Length;
        ReadOnlySpan<byte> word = line[..Math.Min(end, MaxWord)];
        return new SmtpCommand { Verb = VerbOf(word), Word = word, Argument = line[word.Length..].TrimStart(" \t"u8) };
    }

    static SmtpVerb VerbOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        4 => VerbOfFour(word),
        5 => Is(word, "PROXY"u8) ? SmtpVerb.Proxy : SmtpVerb.Other,
        7 => Is(word, "XEXCH50"u8) ? SmtpVerb.Xexch50 : SmtpVerb.Other,
        8 => Is(word, "STARTTLS"u8) ? SmtpVerb.StartTls : SmtpVerb.Other,
        14 => Is(word, "X-ANONYMOUSTLS"u8) ? SmtpVerb.StartTls : SmtpVerb.Other,
        _ => SmtpVerb.Other,
    };

    static SmtpVerb VerbOfFour(ReadOnlySpan<byte> word)
    {
        if (Is(word, "RCPT"u8)) return SmtpVerb.Rcpt;
        if (Is(word, "MAIL"u8) || Is(word, "SEND"u8) || Is(word, "SOML"u8) || Is(word, "SAML"u8)) return SmtpVerb.Mail;
        if (Is(word, "DATA"u8)) return SmtpVerb.Data;
        if (Is(word, "BDAT"u8)) return SmtpVerb.Bdat;
        if (Is(word, "EHLO"u8)) return SmtpVerb.Ehlo;
        if (Is(word, "HELO"u8)) return SmtpVerb.Helo;
        if (Is(word, "LHLO"u8)) return SmtpVerb.Lhlo;
        if (Is(word, "RSET"u8)) return SmtpVerb.Rset;
        if (Is(word, "QUIT"u8)) return SmtpVerb.Quit;
        if (Is(word, "AUTH"u8)) return SmtpVerb.Auth;
        if (Is(word, "BURL"u8)) return SmtpVerb.Burl;
        return Is(word, "ATRN"u8) || Is(word, "TURN"u8) ? SmtpVerb.Turn : SmtpVerb.Other;
    }

    /// <summary>
    /// Whether a line is a command beyond doubt, where it could as well be a line of a message: the word alone does not do, as
    /// "Help me" and "Data follow" begin lines of prose.
    /// </summary>
    public static bool IsUnmistakable(ReadOnlySpan<byte> line)
    {
        SmtpCommand command = Parse(line.TrimEnd("\r"u8));
        ReadOnlySpan<byte> argument = command.Argument;
        return command.Verb switch
        {
            SmtpVerb.Mail => StartsWith(argument, "FROM:"u8),
            SmtpVerb.Rcpt => StartsWith(argument, "TO:"u8),
            SmtpVerb.Ehlo or SmtpVerb.Helo or SmtpVerb.Lhlo => !argument.IsEmpty && !argument.Contains((byte)' '),
            SmtpVerb.Bdat => BdatArgument.TryParse(argument, out _),
            SmtpVerb.Data or SmtpVerb.Rset or SmtpVerb.Quit or SmtpVerb.StartTls => argument.IsEmpty,
            SmtpVerb.Auth => IsMechanism(argument),
            _ => argument.IsEmpty && Is(command.Word, "NOOP"u8),
        };
    }

    /// <summary>
    /// Whether a line is more likely a command than the first line of a message, which as a rule is a header field or empty.
    /// </summary>
    public static bool IsLikely(ReadOnlySpan<byte> line)
    {
        if (IsUnmistakable(line)) return true;
        SmtpCommand command = Parse(line.TrimEnd("\r"u8));
        ReadOnlySpan<byte> word = command.Word;
        return command.Verb != SmtpVerb.Other
            || Is(word, "NOOP"u8) || Is(word, "VRFY"u8) || Is(word, "EXPN"u8) || Is(word, "HELP"u8) || Is(word, "ETRN"u8)
            || Is(word, "VERB"u8) || Is(word, "XCLIENT"u8) || Is(word, "XFORWARD"u8);
    }

    // RFC 4422 section 3.1: upper-case letters, digits, hyphens and underscores; a further word is the initial response.
    static bool IsMechanism(ReadOnlySpan<byte> argument)
    {
        int end = argument.IndexOf((byte)' ');
        ReadOnlySpan<byte> name = end < 0 ? argument : argument[..end];
        return name.Length is >= 3 and <= 20 && !name.ContainsAnyExcept(s_mechanismCharacters);
    }

    static readonly SearchValues<byte> s_mechanismCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(word, name);

    internal static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
