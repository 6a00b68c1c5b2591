namespace Analyzer.Dissection.Mail;

/// <summary>What the reader works out of each decoded body as it passes.</summary>
public enum MimeDigest
{
    /// <summary>Its size and first bytes.</summary>
    Size,

    /// <summary>The SHA-256 too, which is the dearest step of reading mail.</summary>
    Sha256,
}
