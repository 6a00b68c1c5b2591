using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>Findings on the safety of a login, the same for every protocol.</summary>
static class SafetyFindings
{
    /// <summary>A password or token went over the wire as it is: worse where TLS was to be had. Not told of what TLS protects.</summary>
    public static void TellClearText(this SessionContext context, string mechanism, long packet)
    {
        if (context.IsProtected(Direction.FromClient)) return;
        TlsState tls = context.Session.Tls;
        bool hadChoice = tls != TlsState.None;
        context.Finding(
            hadChoice ? Severity.Warning : Severity.Info,
            "cleartext-credentials",
            $"{mechanism} sent the secret in clear text{(hadChoice ? ", though the server offers TLS" : "")}",
            packet);
    }

    /// <summary>TLS was agreed on, and clear text follows.</summary>
    public static void TellPlainAfterTls(this SessionContext context, long packet, long? offset = null) =>
        context.Finding(
            Severity.Warning,
            "starttls-plain-continues",
            "clear text goes on after TLS was agreed on: something between took the encryption off, or it never began",
            packet,
            offset);
}
