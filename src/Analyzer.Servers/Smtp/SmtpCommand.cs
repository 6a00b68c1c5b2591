namespace Analyzer.Servers.Smtp;

/// <summary>A command line: the verb in capitals, and what follows it.</summary>
readonly record struct SmtpCommand(string Verb, string Argument)
{
    public static SmtpCommand Parse(string line)
    {
        // Blanks at the end are allowed (RFC 5321 4.1.1), those at the beginning are typed by people.
        string text = line.Trim();
        int blank = text.IndexOfAny([' ', '\t']);
        return blank < 0 ? new(text.ToUpperInvariant(), "") : new(text[..blank].ToUpperInvariant(), text[(blank + 1)..].Trim());
    }
}
