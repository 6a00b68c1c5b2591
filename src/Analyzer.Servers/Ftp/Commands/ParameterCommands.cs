using System.Globalization;

namespace Analyzer.Servers.Ftp.Commands;

/// <summary>How files are written on the wire: RFC 959 4.1.2, and OPTS (RFC 2389 4).</summary>
static class ParameterCommands
{
    public static FtpCommand[] All { get; } =
    [
        new("TYPE", "<A|I|L 8>", TypeAsync),
        new("STRU", "<F>", StructureAsync),
        new("MODE", "<S|Z>", ModeAsync),
        new("OPTS", "<command> [options]", OptionsAsync) { NeedsLogin = false },
    ];

    static ValueTask TypeAsync(FtpSession session, string argument)
    {
        bool? isText = argument.ToUpperInvariant() switch
        {
            "A" or "A N" => true,
            "I" or "L 8" or "L8" => false,
            _ => null,
        };
        if (isText is not { } chosen) throw new FtpRefusal($"504 TYPE {argument} is not implemented: A, I or L 8");
        session.State.Form = session.State.Form with { IsText = chosen };
        return session.ReplyAsync(chosen ? "200 Type is A (ASCII)" : "200 Type is I (image)");
    }

    static ValueTask StructureAsync(FtpSession session, string argument) =>
        argument is "F" or "f" ? session.ReplyAsync("200 Structure is F (file)") : throw new FtpRefusal($"504 STRU {argument} is not implemented: F");

    static ValueTask ModeAsync(FtpSession session, string argument)
    {
        bool? isDeflated = argument.ToUpperInvariant() switch { "S" => false, "Z" => true, _ => null };
        if (isDeflated is not { } chosen) throw new FtpRefusal($"504 MODE {argument} is not implemented: S or Z");
        session.State.Form = session.State.Form with { IsDeflated = chosen };
        return session.ReplyAsync(chosen ? "200 Mode is Z (deflate)" : "200 Mode is S (stream)");
    }

    static ValueTask OptionsAsync(FtpSession session, string argument)
    {
        string[] words = argument.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["UTF8", ..] or ["UTF-8", ..] => session.ReplyAsync("200 Names are UTF-8"),
            ["MLST", .. var facts] => FactsAsync(session, string.Concat(facts)),
            ["HASH", .. var name] => HashCommands.ChooseAsync(session, string.Concat(name)),
            ["MODE", "Z", "LEVEL", var digits] => LevelAsync(session, digits),
            _ => throw new FtpRefusal("501 There is no such option"),
        };
    }

    // RFC 3659 7.9: what is not known is left out; the reply says what is left.
    static ValueTask FactsAsync(FtpSession session, string wanted)
    {
        string[] chosen = [.. wanted.ToLowerInvariant().Split(';').Where(FtpListing.Facts.Contains).Distinct()];
        session.State.Facts = chosen;
        return session.ReplyAsync("200 MLST OPTS " + string.Concat(chosen.Select(fact => fact + ";")));
    }

    static ValueTask LevelAsync(FtpSession session, string digits)
    {
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int level) || level > 9) throw new FtpRefusal("501 A level is 0 to 9");
        session.State.Form = session.State.Form with { Level = level };
        return session.ReplyAsync($"200 MODE Z LEVEL set to {level}");
    }
}
