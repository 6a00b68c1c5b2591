using System.Globalization;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Imap.Agent;

public sealed partial class ImapAgent
{
    /// <summary>Octets of a response, with its literals, that are held; contents of messages are not.</summary>
    const int MaxResponse = 4 * 1024 * 1024;

    /// <summary>Octets of contents that came so far, for a display of progress.</summary>
    public long Received => Interlocked.Read(ref _received);

    long _received;

    // A response with its literals; the contents of sections go to the stream, and an empty string stands for them.
    async ValueTask<ImapResponse> ReadAsync(Stream? content, CancellationToken cancel)
    {
        var text = new List<byte>();
        while (true)
        {
            byte[] line = await _channel.ReadLineBytesAsync(cancel) ?? throw new ChannelException(ChannelFailure.Broken);
            if (LiteralAt(line) is not { } literal)
            {
                text.AddRange(line);
                return new ImapResponse([.. text]);
            }
            bool isContent = content is not null && IsSection(line.AsSpan(0, literal.Start));
            bool isHeld = !isContent && text.Count + line.Length + literal.Length <= MaxResponse;
            text.AddRange(isHeld ? [.. line, .. "\r\n"u8] : [.. line.AsSpan(0, literal.Start), .. isContent ? "\"\""u8 : "NIL"u8]);
            await _channel.ReadBlockAsync(literal.Length, piece =>
            {
                Interlocked.Add(ref _received, piece.Length);
                if (isHeld) text.AddRange(piece.Span);
                return isContent ? content!.WriteAsync(piece, cancel) : ValueTask.CompletedTask;
            }, cancel);
            if (text.Count > MaxResponse) throw new ChannelException(ChannelFailure.LineTooLong);
        }
    }

    static (int Start, long Length)? LiteralAt(byte[] line)
    {
        if (line is not [.., (byte)'}']) return null;
        int brace = line.AsSpan().LastIndexOf((byte)'{');
        if (brace < 0 || !long.TryParse(line.AsSpan(brace + 1, line.Length - brace - 2), NumberStyles.None, CultureInfo.InvariantCulture, out long length)) return null;
        return (brace > 0 && line[brace - 1] == '~' ? brace - 1 : brace, length);
    }

    // "... BODY[2]<0> " stands before the literal.
    static bool IsSection(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd((byte)' ');
        if (before.EndsWith(">"u8)) before = before[..Math.Max(0, before.LastIndexOf((byte)'<'))];
        return before.EndsWith("]"u8);
    }
}
