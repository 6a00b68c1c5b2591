using Analyzer.Dissection.Smtp;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

/// <summary>SMTP dialogues for tests.</summary>
static class SmtpScript
{
    /// <summary>Greeting and EHLO.</summary>
    public const string Opening = """
        S: 220 mx.example ESMTP Postfix
        C: EHLO ws.example
        S: 250-mx.example
        S+ 250-PIPELINING
        S+ 250 CHUNKING

        """;

    /// <summary>The opening, and a transaction up to the leave to send.</summary>
    public const string UpToBody = Opening + """
        C: MAIL FROM:<ann@a.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<bob@b.example>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 go ahead

        """;

    /// <summary>The opening, and a transaction up to its first recipient.</summary>
    public const string UpToRecipient = Opening + """
        C: MAIL FROM:<ann@a.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<bob@b.example>
        S: 250 2.1.5 Ok

        """;

    /// <summary>QUIT.</summary>
    public const string Closing = """

        C: QUIT
        S: 221 2.0.0 Bye
        """;

    public static Transcript Parse(string script) => Transcript.Parse(script);

    public static TranscriptRun Run(this Transcript transcript) => transcript.Run(SmtpDissector.Protocol);

    public static TranscriptRun Run(string script) => Parse(script).Run();
}
