using System.Diagnostics.CodeAnalysis;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>
/// Reads the lines of a directory listing. There is no standard for LIST (RFC 959 section 4.1.3), so each line is tried in the forms
/// that servers send: MLSx facts, EPLF, DOS and Unix.
/// </summary>
static class ListingParser
{
    /// <summary>Reads one line (without its end). False: it is none of the known forms.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out ListingEntry? entry) =>
        EplfLine.TryParse(line, out entry) || DosLine.TryParse(line, out entry) || UnixLine.TryParse(line, out entry);

    /// <summary>Reads one line of a machine listing (MLSD, MLST).</summary>
    public static bool TryParseFacts(string line, [NotNullWhen(true)] out ListingEntry? entry) => FactLine.TryParse(line, out entry);

    /// <summary>A line that stands in listings of files and says nothing of one: a total, or nothing at all.</summary>
    public static bool IsOrnament(string line) => line.Length == 0 || line.StartsWith("total ", StringComparison.OrdinalIgnoreCase);

    /// <summary>A line that names the directory of those that follow, as <c>LIST -R</c> has them.</summary>
    public static bool IsHeading(string line) => line.Length > 1 && line[^1] == ':' && line[0] is '.' or '/' or (>= 'A' and <= 'z') && !line.Contains(' ', StringComparison.Ordinal);
}
