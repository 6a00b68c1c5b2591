namespace Analyzer.Servers.Imap;

/// <summary>What an IMAP client may ask of the server, beside what <see cref="Hosting.ServerLimits"/> says of every protocol.</summary>
sealed class ImapServerLimits
{
    /// <summary>Octets of a command with its literals, without the message of APPEND. Long sets of UIDs need some.</summary>
    public int Command { get; init; } = 256 * 1024;

    /// <summary>Literals of a command. A login has two.</summary>
    public int Literals { get; init; } = 100;

    /// <summary>Levels of parentheses, NOT and OR in a search.</summary>
    public int SearchDepth { get; init; } = 32;

    /// <summary>Keys of a search that look into the text of messages; each reads the text once.</summary>
    public int ContentKeys { get; init; } = 32;

    /// <summary>Sections that one FETCH may ask of a message.</summary>
    public int FetchItems { get; init; } = 256;

    /// <summary>Levels of multiparts and messages in a message; what lies deeper is one part.</summary>
    public int MimeDepth { get; init; } = 32;

    /// <summary>Parts of a message; what comes after them belongs to the last.</summary>
    public int MimeParts { get; init; } = 1000;

    /// <summary>Octets of a header that are understood. All of it can still be fetched.</summary>
    public int Header { get; init; } = 256 * 1024;

    /// <summary>Addresses that an ENVELOPE tells of a header field.</summary>
    public int Addresses { get; init; } = 1000;
}
