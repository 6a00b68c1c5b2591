using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>
/// What speaks against a joint. The head of an old version and the tail of a new one can have exactly the right length together: only
/// what the server tells of the file, and bytes that both pieces have, can show it.
/// </summary>
static class JointDoubts
{
    /// <summary>How many bytes of an overlap are compared: enough to tell versions apart.</summary>
    const int MaxCompared = 64 * 1024;

    /// <summary>All doubts, as parts of a sentence; none when nothing speaks against it.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<(FilePiece Piece, long From, long To)> parts, TransferBuilder transfer, long size, FtpRun run)
    {
        var doubts = new List<string>();
        if (parts.Any(part => part.Piece.IsDoubtful)) doubts.Add("a piece of it is not certain itself");
        FileFacts last = parts[^1].Piece.Known;
        if (parts.Any(part => part.Piece.Known.Modified is { } modified && last.Modified is not null && modified != last.Modified)) doubts.Add("the file was modified between");
        if (parts.Any(part => part.Piece.Known.Size is { } known && last.Size is not null && known != last.Size) && transfer.IsDownload) doubts.Add("its size changed between");
        if (transfer.IsDownload && last.Size is { } told && told != size) doubts.Add($"the server tells that it has {told} bytes");
        if (!transfer.IsDownload && parts.Any(part => part.Piece.End > size)) doubts.Add("an older version was longer, and its end may be left");
        // What is uploaded again replaces what was there; what is downloaded again should be the same.
        for (int i = 1; i < parts.Count && transfer.IsDownload; i++)
        {
            if (Differ(parts[i - 1].Piece, parts[i].Piece, run)) doubts.Add($"the bytes from {parts[i].From} on differ between the pieces");
        }
        return doubts;
    }

    static bool Differ(FilePiece one, FilePiece next, FtpRun run)
    {
        long to = Math.Min(Math.Min(one.End, next.End), next.Start + MaxCompared);
        if (to <= next.Start) return false;
        byte[] first = new byte[to - next.Start], second = new byte[to - next.Start];
        return Read(one, next.Start, to, first, run) && Read(next, next.Start, to, second, run) && !first.AsSpan().SequenceEqual(second);
    }

    static bool Read(FilePiece piece, long from, long to, byte[] target, FtpRun run)
    {
        using ContentStream stream = run.Open(new Content(piece.Range(from, to), Transform.None, []));
        return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
    }
}
