using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>
/// Remembers, over all sessions of a run, what was transferred of which file: to join resumed and appended pieces to the whole, and to
/// compare wholes with the hashes that servers tell.
/// </summary>
sealed class TransferHistory(AnalysisContext analysis)
{
    readonly BoundedTable<(Endpoint Server, string Path, bool IsDownload), FileHistory> _files = new(FtpLimits.MaxHistory);

    FileHistory Of(Endpoint server, string path, bool isDownload)
    {
        if (_files.TryGet((server, path, isDownload), out FileHistory? history)) return history;
        history = new FileHistory();
        _files.Set((server, path, isDownload), history);
        return history;
    }

    /// <summary>A file was deleted, renamed or changed: what was seen of it is of another version.</summary>
    public void Forget(Endpoint server, string path)
    {
        if (_files.TryGet((server, path, true), out FileHistory? history)) history.Forget();
        if (_files.TryGet((server, path, false), out history)) history.Forget();
    }

    /// <summary>The version of a file that is here as a whole; null when none is.</summary>
    public WholeFile? WholeOf(Endpoint server, string path)
    {
        if (_files.TryGet((server, path, true), out FileHistory? history) && history.Whole is { } download) return download;
        return _files.TryGet((server, path, false), out history) ? history.Whole : null;
    }

    /// <summary>A transfer is over: returns its record, with the whole file when this piece was the last that lacked.</summary>
    public TransferRecord Join(TransferBuilder transfer, TransferRecord record, FtpSession session)
    {
        if (transfer.IsListing || transfer.TreePath is not { } path || record.Stream is null || !transfer.Parameters.IsPlain) return record;
        Endpoint server = transfer.Control.Server;
        FileHistory history = Of(server, path, transfer.IsDownload);
        if (!transfer.IsDownload && _files.TryGet((server, path, true), out FileHistory? downloads)) downloads.Forget();
        long? start = record.Command == "APPE" ? history.AppendAt : record.Offset;
        bool isUsable = start is not null && record.Content.Gaps.Count == 0 && (record.Complete || record.Size > 0);
        if (!isUsable || (start == 0 && (record.Complete || !transfer.IsDownload))) history.Forget();
        if (!isUsable) return record;
        bool isDoubtful = record.Certainty == "guess" || (transfer.Parameters.IsText && start > 0);
        var piece = new FilePiece(record.Id, start!.Value, record.Size, record.Complete, record.Content.Extents, session.FactsOf(path), isDoubtful);
        if (record is { Complete: true } && start == 0 && !transfer.Parameters.IsText) history.Whole = new WholeFile(transfer.Title, record.Content, record.Size, record.Sha256, record.Pending as HashWork);
        var parts = transfer.IsDownload ? history.AddDownload(piece) : history.AddUpload(piece);
        return parts.Count == 0 ? record : Join(record, history, parts, transfer, session);
    }

    TransferRecord Join(TransferRecord record, FileHistory history, IReadOnlyList<(FilePiece Piece, long From, long To)> parts, TransferBuilder transfer, FtpSession session)
    {
        history.Joints++;
        if (history.Joints > FtpLimits.MaxJoints)
        {
            if (history.Joints == FtpLimits.MaxJoints + 1) session.Context.Finding(Severity.Info, "joint-limit", $"{transfer.Title}: the file grows on; further joints of its pieces are not told");
            return record;
        }
        var extents = new ExtentList();
        foreach ((FilePiece piece, long from, long to) in parts) extents.AddRange(piece.Extents, from - piece.Start, to - from);
        var content = new Content(extents, Transform.None, []);
        string? sha256 = analysis.Options.Hash ? ContentDigest.Compute("SHA-256", content, analysis.Ftp) : null;
        IReadOnlyList<string> doubts = JointDoubts.Of(parts, transfer, extents.Length, analysis.Ftp);
        if (!transfer.Parameters.IsText) history.Whole = new WholeFile(transfer.Title, content, extents.Length, sha256, null);
        List<int> ids = [.. parts.Select(part => part.Piece.Transfer)];
        Tell(session, transfer, ids, extents.Length, doubts, isHashLacking: analysis.Options.Hash && sha256 is null);
        return record with { Joined = new JoinedFile(ids, extents.Length, sha256, doubts.Count > 0, content) };
    }

    static void Tell(FtpSession session, TransferBuilder transfer, List<int> ids, long size, IReadOnlyList<string> doubts, bool isHashLacking)
    {
        string text = $"{transfer.Title}: with transfers {string.Join(", ", ids.SkipLast(1))} it makes the whole file of {size} bytes";
        if (isHashLacking) text += "; its hash is not known, as the bytes cannot be read again";
        if (doubts.Count == 0) session.Context.Finding(Severity.Info, "joined", text + "; nothing in the capture speaks against that");
        else session.Context.Finding(Severity.Warning, "doubtful-joint", $"{text}; but {string.Join(", and ", doubts)}");
    }
}
