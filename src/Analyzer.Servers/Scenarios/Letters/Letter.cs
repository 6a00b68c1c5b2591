using System.Text;
using Analyzer.Servers.Recording.Truth;

namespace Analyzer.Servers.Scenarios.Letters;

/// <summary>A message, with what its writer knows about it.</summary>
sealed record Letter(ReadOnlyMemory<byte> Bytes, LetterFact Fact);

/// <summary>Writes messages (RFC 5322, RFC 2045 to 2047).</summary>
sealed class LetterWriter(TimeProvider clock)
{
    int _count;

    /// <summary>A message of one plain text.</summary>
    public Letter Write(string from, string to, string subject, params IReadOnlyList<string> lines) =>
        Write(from, to, subject, LetterPart.Text(string.Join("\r\n", lines) + "\r\n"));

    /// <summary>A message of one part, which may hold others.</summary>
    public Letter Write(string from, string to, string subject, LetterPart body)
    {
        string id = $"<letter-{++_count}.{clock.GetUtcNow():yyyyMMddHHmmss}@{from[(from.LastIndexOf('@') + 1)..].TrimEnd('>')}>";
        var header = new StringBuilder();
        header.Append($"From: {from}\r\nTo: {to}\r\nSubject: {EncodedWord(subject)}\r\n");
        header.Append($"Date: {clock.GetUtcNow():ddd, dd MMM yyyy HH:mm:ss} +0000\r\nMessage-ID: {id}\r\nMIME-Version: 1.0\r\n");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(header.ToString()), .. body.Bytes().Span];
        return new Letter(bytes, new LetterFact(id, subject, [.. body.Attachments()]));
    }

    /// <summary>Text for a header field: as it is when it is ASCII, else as one encoded word (RFC 2047).</summary>
    public static string EncodedWord(string text) =>
        Ascii.IsValid(text) ? text : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
