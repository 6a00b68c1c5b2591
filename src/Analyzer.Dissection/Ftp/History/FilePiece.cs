using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>What one transfer brought of a file.</summary>
/// <param name="Transfer">Its id.</param>
/// <param name="Start">Where in the file it begins.</param>
/// <param name="Length">Bytes.</param>
/// <param name="EndsFile">Nothing follows it in the file.</param>
/// <param name="Extents">Where its bytes lie.</param>
/// <param name="Known">What was known of the file when it was transferred.</param>
/// <param name="IsDoubtful">Its data connection was guessed, or its line ends may have been changed.</param>
sealed record FilePiece(int Transfer, long Start, long Length, bool EndsFile, ExtentList Extents, FileFacts Known, bool IsDoubtful)
{
    /// <summary>The place in the file behind its last byte.</summary>
    public long End => Start + Length;

    /// <summary>Its bytes from one place in the file to another, both inside it.</summary>
    public ExtentList Range(long from, long to)
    {
        var part = new ExtentList();
        part.AddRange(Extents, from - Start, to - from);
        return part;
    }
}

/// <summary>What a session has told of a file: by SIZE, MDTM, MLST or a listing.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">As told.</param>
readonly record struct FileFacts(long? Size, string? Modified);
