namespace Analyzer.Terminal.Tui.Models;

/// <summary>What the digits of a reply code say, one by one (RFC 5321 section 4.2.1, RFC 959 section 4.2.1).</summary>
static class CodeDigits
{
    /// <summary>A line for each digit that says something; none for words such as <c>+OK</c>.</summary>
    public static IReadOnlyList<string> Of(string protocol, string code)
    {
        if (code.Length != 3 || !code.All(char.IsAsciiDigit)) return [];
        bool isFtp = protocol == "ftp";
        string? first = code[0] switch
        {
            '1' => "begun: another reply will follow",
            '2' => "done",
            '3' => "so far good: the client must go on",
            '4' => "failed for now: trying again later may help",
            '5' => "failed for good: trying again does not help",
            _ => null,
        };
        string? second = code[1] switch
        {
            '0' => "about the syntax of the command",
            '1' => "information asked for",
            '2' => "about the connection",
            '3' when isFtp => "about the login",
            '5' => isFtp ? "about the file system" : "about the mail system",
            _ => null,
        };
        List<string> lines = [];
        if (first is not null) lines.Add($"{code[0]}  {first}");
        if (second is not null) lines.Add($" {code[1]} {second}");
        return lines;
    }

    /// <summary>Where the codes of a protocol are laid down.</summary>
    public static string Source(string protocol) => protocol switch
    {
        "ftp" => "RFC 959 4.2",
        "pop3" => "RFC 1939 3",
        "imap" => "RFC 9051 7.1",
        _ => "RFC 5321 4.2",
    };
}
