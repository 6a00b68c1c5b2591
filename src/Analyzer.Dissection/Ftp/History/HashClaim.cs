using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Analyzer.Dissection.Ftp.Control;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>What a server says the hash of a file is: in answer to HASH, XCRC, XMD5, MD5, XSHA, XSHA1, XSHA256 or XSHA512.</summary>
/// <param name="Path">As the command gave it.</param>
/// <param name="Algorithm">By the name that the HASH draft gives it.</param>
/// <param name="Digest">Lower-case hex, as long as the algorithm makes it.</param>
/// <param name="Length">Of how many bytes from the first on; null: of all.</param>
sealed record HashClaim(string Path, string Algorithm, string Digest, long? Length)
{
    /// <summary>Whether this command asks for a hash.</summary>
    public static bool IsAskedBy(string command) => command == "HASH" || AlgorithmOf(command) is not null;

    static string? AlgorithmOf(string command) => command switch
    {
        "XCRC" => "CRC32",
        "XMD5" or "MD5" => "MD5",
        "XSHA" or "XSHA1" => "SHA-1",
        "XSHA256" => "SHA-256",
        "XSHA512" => "SHA-512",
        _ => null,
    };

    /// <summary>Reads command and reply; false when they do not tell the hash of a file from its first byte on.</summary>
    public static bool TryRead(FtpCommand command, FtpReply reply, [NotNullWhen(true)] out HashClaim? claim)
    {
        claim = null;
        string path = command.Text;
        long? length = null;
        if (command.Name != "HASH" && !TryReadArguments(ref path, out length)) return false;
        string[] words = reply.Text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string? algorithm = AlgorithmOf(command.Name) ?? Array.Find(words, word => ContentDigest.Digits(word.ToUpperInvariant()) > 0)?.ToUpperInvariant();
        if (algorithm is null || FindDigest(words, algorithm) is not { } digest) return false;
        if (command.Name == "HASH" && !TryReadRange(words, out length)) return false;
        claim = new HashClaim(path, algorithm, digest, length);
        return true;
    }

    // A name, in quotes or not, and perhaps where to begin and where to end.
    static bool TryReadArguments(ref string argument, out long? length)
    {
        length = null;
        if (!argument.StartsWith('"')) return argument.Length > 0;
        int close = argument.IndexOf('"', 1);
        if (close < 0) return false;
        string[] range = argument[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        argument = argument[1..close];
        if (range.Length == 0) return true;
        if (range.Length != 2 || range[0] is not ("0" or "1") || !long.TryParse(range[1], NumberStyles.None, CultureInfo.InvariantCulture, out long end)) return false;
        length = end;
        return true;
    }

    // The draft's reply tells the first and the last byte.
    static bool TryReadRange(string[] words, out long? length)
    {
        length = null;
        foreach (string word in words)
        {
            int dash = word.IndexOf('-', StringComparison.Ordinal);
            if (dash < 1 || !long.TryParse(word.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long first)) continue;
            if (!long.TryParse(word.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long last)) continue;
            length = last == long.MaxValue ? null : last + 1;
            return first == 0;
        }
        return true;
    }

    static string? FindDigest(string[] words, string algorithm)
    {
        int digits = ContentDigest.Digits(algorithm);
        foreach (string word in words)
        {
            bool mayBeShort = algorithm == "CRC32" && word.Length is > 0 and <= 8;
            if ((word.Length == digits || mayBeShort) && word.All(char.IsAsciiHexDigit)) return word.ToLowerInvariant().PadLeft(digits, '0');
        }
        return null;
    }

    /// <summary>Whether it is said of a file of this size as a whole. Servers count the last byte in, or do not.</summary>
    public bool Covers(long size) => Length is null || Length == size || Length == size + 1;
}
