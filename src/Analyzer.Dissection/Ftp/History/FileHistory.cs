using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>One file on one server in one direction: the pieces of it that were transferred, and what they make when put together.</summary>
sealed class FileHistory
{
    readonly List<FilePiece> _pieces = [];

    /// <summary>Joints of it that were told.</summary>
    public int Joints { get; set; }

    /// <summary>The last version that is here as a whole; null when none is.</summary>
    public WholeFile? Whole { get; set; }

    /// <summary>The file is another one now.</summary>
    public void Forget()
    {
        _pieces.Clear();
        Whole = null;
    }

    /// <summary>Where an appended piece begins: behind all that is here; null when that is not known.</summary>
    public long? AppendAt => _pieces.Count > 0 && _pieces[^1].EndsFile ? _pieces[^1].End : null;

    /// <summary>
    /// A piece was uploaded: it stands in the file from its start on, and what was there before stays only before it. Returns the parts of
    /// the whole file, if they are all here.
    /// </summary>
    public IReadOnlyList<(FilePiece Piece, long From, long To)> AddUpload(FilePiece piece)
    {
        _pieces.RemoveAll(one => one.Start >= piece.Start);
        if (_pieces.Count >= FtpLimits.MaxPieces) _pieces.Clear();
        _pieces.Add(piece);
        return piece.EndsFile ? Cover((one, other) => one.Start.CompareTo(other.Start)) : [];
    }

    /// <summary>A piece was downloaded, in any order. Returns the parts of the whole file, if they are all here.</summary>
    public IReadOnlyList<(FilePiece Piece, long From, long To)> AddDownload(FilePiece piece)
    {
        if (_pieces.Count >= FtpLimits.MaxPieces) _pieces.RemoveAt(0);
        _pieces.Add(piece);
        return Cover((one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : other.Length.CompareTo(one.Length));
    }

    // Each piece is used up to where the next one begins that reaches further.
    List<(FilePiece Piece, long From, long To)> Cover(Comparison<FilePiece> order)
    {
        List<FilePiece> sorted = [.. _pieces];
        sorted.Sort(order);
        var chain = new List<FilePiece>();
        foreach (FilePiece piece in sorted)
        {
            long end = chain.Count == 0 ? 0 : chain[^1].End;
            if (piece.Start > end) return [];
            if (piece.End > end) chain.Add(piece);
        }
        if (chain.Count < 2 || !chain[^1].EndsFile) return [];
        var parts = new List<(FilePiece, long, long)>();
        for (int i = 0; i < chain.Count; i++) parts.Add((chain[i], chain[i].Start, i + 1 < chain.Count ? chain[i + 1].Start : chain[i].End));
        return parts;
    }
}

/// <summary>A version of a file that is here as a whole.</summary>
sealed class WholeFile(string title, Content content, long size, string? sha256, HashWork? pending)
{
    readonly Dictionary<string, string?> _digests = [];

    /// <summary>How findings speak of it.</summary>
    public string Title => title;

    /// <summary>In bytes.</summary>
    public long Size => size;

    /// <summary>Where its bytes lie.</summary>
    public Content Content => content;

    /// <summary>
    /// Its digest by <paramref name="algorithm"/>, lower-case hex; null when its bytes cannot be read again. Computed once each, so that asking
    /// often costs nothing.
    /// </summary>
    public string? Digest(string algorithm, FtpRun run)
    {
        if (algorithm == "SHA-256" && (sha256 ?? run.Outcome(pending)) is { } known) return known;
        if (!_digests.TryGetValue(algorithm, out string? digest)) _digests.Add(algorithm, digest = ContentDigest.Compute(algorithm, content, run));
        return digest;
    }
}
