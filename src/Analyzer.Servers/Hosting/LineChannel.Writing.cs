using System.Text;

namespace Analyzer.Servers.Hosting;

public sealed partial class LineChannel
{
    /// <summary>What is sent before it is made sure that the peer takes it: large enough for full packets, small enough for a thousand peers.</summary>
    const int PieceLength = 32 * 1024;

    /// <summary>The same for who wants no progress.</summary>
    public ValueTask WriteDotTextAsync(ReadOnlyMemory<byte> text, CancellationToken cancel) => WriteDotTextAsync(text, null, cancel);

    /// <summary>Sends many bytes in pieces, so that a peer that does not read holds up little memory.</summary>
    public async ValueTask WriteBlockAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        _log.Write(Name, _self, _sent, Encoding.UTF8.GetBytes($"({bytes.Length:N0} bytes)"));
        for (int start = 0; start < bytes.Length; start += PieceLength)
        {
            WriteSilently(bytes.Span.Slice(start, Math.Min(PieceLength, bytes.Length - start)));
            await FlushAsync(cancel);
        }
    }

    /// <summary>
    /// Sends a text and its end: leading dots doubled, a last line without end ended, then the dot (RFC 5321 4.5.2, RFC 1939 3). Not flushed at the end.
    /// <paramref name="progress"/> is told how many bytes of the text have gone.
    /// </summary>
    public async ValueTask WriteDotTextAsync(ReadOnlyMemory<byte> text, Action<long>? progress, CancellationToken cancel)
    {
        _log.Write(Name, _self, _sent, Encoding.UTF8.GetBytes($"({text.Length:N0} bytes of text)"));
        long flushed = _sent;
        for (int start = 0; start < text.Length;)
        {
            ReadOnlySpan<byte> rest = text.Span[start..];
            // A piece ends where a line ends: "\r\n" only, as only this is where the other side looks for a dot.
            int length = rest[..Math.Min(rest.Length, PieceLength)].IndexOf("\r\n"u8) is var end and >= 0 ? end + 2 : Math.Min(rest.Length, PieceLength);
            bool atLineStart = start == 0 || text.Span[..start].EndsWith("\r\n"u8);
            if (atLineStart && rest[0] == '.') WriteSilently("."u8);
            WriteSilently(rest[..length]);
            start += length;
            if (_sent - flushed < PieceLength) continue;
            await FlushAsync(cancel);
            flushed = _sent;
            progress?.Invoke(start);
        }
        if (text.Length > 0 && !text.Span.EndsWith("\r\n"u8)) WriteSilently("\r\n"u8);
        WriteLine(".");
    }
}
