using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>Whether every byte of a transferred file is in the capture, and if not, why not.</summary>
enum TransferVerdict
{
    /// <summary>Every byte is here.</summary>
    Complete,

    /// <summary>The data connection is not in the capture.</summary>
    NoData,

    /// <summary>What went over the data connection is encrypted.</summary>
    Encrypted,

    /// <summary>Bytes are lost.</summary>
    Gaps,

    /// <summary>The beginning was not captured.</summary>
    NoStart,

    /// <summary>It was stopped on purpose, or by a fault: it is partial by intent.</summary>
    Aborted,

    /// <summary>The end was not seen, and nothing tells that this is all.</summary>
    NoEnd,
}

/// <summary>What the verdict is made of.</summary>
/// <param name="Connection">The data connection.</param>
/// <param name="From">Who sends the file.</param>
/// <param name="Half">What was sent; null when nothing.</param>
/// <param name="IsEncrypted">It is TLS.</param>
/// <param name="FinalCode">The final reply; 0 when not seen.</param>
/// <param name="AgreesWithAnnouncement">There are as many bytes as the server said.</param>
/// <param name="IsStopped">The client has asked to stop it, and it did stop.</param>
readonly record struct TransferEvidence(
    Connection Connection,
    Direction From,
    DataHalf? Half,
    bool IsEncrypted,
    int FinalCode,
    bool AgreesWithAnnouncement,
    bool IsStopped)
{
    bool IsAccepted => FinalCode / 100 == 2;

    bool IsProven => AgreesWithAnnouncement && IsAccepted;

    // A connection without a byte is also what a refused command leaves behind, when the refusal is not in the capture.
    bool HasEnd => Connection.HasFinished(From) && (Half is { Size: > 0 } || IsAccepted);

    /// <summary>It was stopped before its end, on purpose or by a fault.</summary>
    public bool WasAborted => FinalCode >= 400 || IsStopped || (Connection.Closed == CloseReason.Reset && !Connection.HasFinished(From) && !IsProven);

    /// <summary>Judges.</summary>
    public TransferVerdict Judge()
    {
        if (IsEncrypted) return TransferVerdict.Encrypted;
        if (Half is { Missing: > 0 } or { Gaps.Count: > 0 }) return TransferVerdict.Gaps;
        if (WasAborted) return TransferVerdict.Aborted;
        if (!Connection.HasStartOf(From) && !IsProven) return TransferVerdict.NoStart;
        return HasEnd || IsProven ? TransferVerdict.Complete : TransferVerdict.NoEnd;
    }
}
