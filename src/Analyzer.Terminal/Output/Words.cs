using System.Collections.Immutable;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>The words of the output contract for the values of enumerations.</summary>
static class Words
{
    /// <summary>In the order in which they are told.</summary>
    public static readonly ImmutableArray<(NodeStates State, string Word)> NodeStates =
    [
        (Dissection.Ftp.Tree.NodeStates.Listed, "listed"),
        (Dissection.Ftp.Tree.NodeStates.Visited, "visited"),
        (Dissection.Ftp.Tree.NodeStates.Downloaded, "downloaded"),
        (Dissection.Ftp.Tree.NodeStates.Uploaded, "uploaded"),
        (Dissection.Ftp.Tree.NodeStates.Changed, "changed"),
        (Dissection.Ftp.Tree.NodeStates.Created, "created"),
        (Dissection.Ftp.Tree.NodeStates.Renamed, "renamed"),
        (Dissection.Ftp.Tree.NodeStates.Deleted, "deleted"),
        (Dissection.Ftp.Tree.NodeStates.Denied, "denied"),
    ];

    public static string Of(SessionOutcome outcome) => outcome switch
    {
        SessionOutcome.Closed => "closed",
        SessionOutcome.Finished => "finished",
        SessionOutcome.Reset => "reset",
        _ => "open",
    };

    public static string Of(TlsState tls) => tls switch
    {
        TlsState.Offered => "offered",
        TlsState.Refused => "refused",
        TlsState.Started => "started",
        TlsState.Decrypted => "decrypted",
        _ => "none",
    };

    public static string Of(MessageDirection direction) => direction == MessageDirection.Sent ? "sent" : "received";

    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    public static string Of(CloseReason reason) => reason switch
    {
        CloseReason.Finished => "finished",
        CloseReason.Reset => "reset",
        CloseReason.Reused => "reused",
        CloseReason.Idle => "idle",
        CloseReason.Evicted => "evicted",
        _ => "open",
    };
}
