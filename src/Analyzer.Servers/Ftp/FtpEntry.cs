namespace Analyzer.Servers.Ftp;

/// <summary>A file or folder of the tree.</summary>
/// <param name="Name">Its last name; the root's is empty.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">Octets; 0 for a folder.</param>
/// <param name="Modified">The last change, UTC.</param>
sealed record FtpEntry(string Name, bool IsFolder, long Size, DateTime Modified);
