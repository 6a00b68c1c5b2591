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

    /// <summary>The server says something in clear between its agreement and TLS.</summary>
    public static void TellInjectedReply(this SessionContext context, long packet, long? offset = null) =>
        context.Finding(
            Severity.Warning,
            "starttls-injection",
            "something was said in clear in the server's name between its agreement and TLS: a client that keeps it would take it for encrypted",
            packet,
            offset);

    /// <summary>Something between has overwritten the server's offer of TLS, so that the client does not ask for it.</summary>
    public static void TellStripped(this SessionContext context, long packet) =>
        context.Finding(Severity.Warning, "starttls-stripped", "something between has overwritten the server's offer of TLS", packet);

    /// <summary>TLS was agreed on, and clear text follows.</summary>
    public static void TellPlainAfterTls(this SessionContext context, long packet, long? offset = null) =>
        context.Finding(
            Severity.Warning,
            "starttls-plain-continues",
            "clear text goes on after TLS was agreed on: something between took the encryption off, or it never began",
            packet,
            offset);
}
