using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>The words of the output contract for the values of enumerations.</summary>
static class Words
{
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
