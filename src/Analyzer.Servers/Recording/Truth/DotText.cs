using Analyzer.Servers.Recording.Tcp;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>Undoes what senders do to lines that begin with a dot (RFC 5321, 4.5.2).</summary>
static class DotText
{
    /// <summary>The text without the doubled dots; the line with the single dot is not part of it.</summary>
    public static ReadOnlyMemory<byte> Plain(ReadOnlySpan<byte> stuffed)
    {
        var plain = new ByteLog();
        while (!stuffed.IsEmpty)
        {
            int end = stuffed.IndexOf("\r\n"u8) is var found and >= 0 ? found + 2 : stuffed.Length;
            plain.Add(stuffed[0] == '.' ? stuffed[1..end] : stuffed[..end]);
            stuffed = stuffed[end..];
        }
        return plain.Bytes;
    }
}
