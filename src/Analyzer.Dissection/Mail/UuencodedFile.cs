namespace Analyzer.Dissection.Mail;

/// <summary>A uuencoded file within a text, as mail carried files before MIME. It is derived: the message does not declare it.</summary>
/// <param name="Part">The text that it lies in.</param>
/// <param name="Name">From the "begin" line, read as Unicode.</param>
/// <param name="RawName">The bytes of the name.</param>
/// <param name="TextOffset">Of the "begin" line in the decoded text.</param>
/// <param name="TextLength">From the "begin" line to the end of the "end" line, in bytes of the decoded text.</param>
/// <param name="Size">Of the decoded file, in bytes.</param>
/// <param name="Sha256">Of the decoded file; null when it was not asked for.</param>
/// <param name="FirstBytes">The first bytes of the file, 16 at most.</param>
/// <param name="IsComplete">Whether its "end" line is there and every line was valid.</param>
public sealed record UuencodedFile(
    MimePart Part,
    string Name,
    byte[] RawName,
    long TextOffset,
    long TextLength,
    long Size,
    byte[]? Sha256,
    byte[] FirstBytes,
    bool IsComplete);
