namespace Analyzer.Dissection.Smtp;

/// <summary>Bounds on what one session may make us remember. Each is told in a finding when it is reached.</summary>
internal static class SmtpLimits
{
    /// <summary>
    /// Commands that wait for their replies. Pipelining clients send a transaction's recipients at once, a few hundred at most;
    /// more than this is a capture without the server's side.
    /// </summary>
    public const int MaxPending = 1000;

    /// <summary>Recipients of one message. Servers allow 100 (RFC 5321 section 4.5.3.1.8) to some thousands.</summary>
    public const int MaxRecipients = 10_000;

    /// <summary>What is kept of a command's argument, in bytes. RFC 4954 section 4.9 allows AUTH 12288; nothing else comes near.</summary>
    public const int MaxArgument = 16 * 1024;

    /// <summary>
    /// Without a line end by here, what follows a gap is no command line. RFC 5321 section 4.5.3.1.4 has 512, extensions add some hundred.
    /// </summary>
    public const int MaxCommandLine = 4096;
}
