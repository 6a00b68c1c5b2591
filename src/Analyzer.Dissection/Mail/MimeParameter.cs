namespace Analyzer.Dissection.Mail;

/// <summary>One parameter of a structured field, its pieces joined (RFC 2231).</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">Decoded to Unicode.</param>
/// <param name="RawValue">The value as written, quotes and quoted pairs undone, but charset, percent signs and encoded words as they were.</param>
/// <param name="Charset">That an extended value names; null for others.</param>
/// <param name="Language">That an extended value names; null for others.</param>
public sealed record MimeParameter(string Name, string Value, byte[] RawValue, string? Charset = null, string? Language = null);
