using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>Compares what a server says of a file with the bytes that were transferred.</summary>
static class HashChecks
{
    /// <summary>Tells whether they agree. Says nothing when the hash is of a part, or the bytes cannot be read again.</summary>
    public static void Check(HashClaim claim, WholeFile whole, SessionContext context)
    {
        if (!claim.Covers(whole.Size) || whole.Digest(claim.Algorithm, context.Analysis.Ftp) is not { } digest) return;
        if (digest == claim.Digest) context.Finding(Severity.Info, "hash-agrees", $"{whole.Title}: the bytes have the {claim.Algorithm} that the server tells");
        else context.Finding(Severity.Warning, "hash-differs", $"{whole.Title}: the bytes have the {claim.Algorithm} {digest}, and the server tells {claim.Digest}");
    }
}
