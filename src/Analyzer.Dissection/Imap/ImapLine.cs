using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// A line that is there whole but not taken yet, so that a half can leave it until the other direction has spoken, and can take
/// message data in quotes by its place. A cut line (over-long, or ended by a gap) is taken already.
/// </summary>
internal readonly ref struct ImapLine
{
    /// <summary>Its bytes without the line end.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>How many bytes to take for it, line end counted; 0 when it is taken already.</summary>
    public required int Length { get; init; }

    /// <summary>Its end was seen.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>When its first byte was captured.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>The packet with its first byte.</summary>
    public required long Packet { get; init; }

    /// <summary>Of its first byte in the stream.</summary>
    public required long Offset { get; init; }

    /// <summary>Looks at the next line. False: it is not there whole yet.</summary>
    public static bool TryRead(scoped ref StreamCursor cursor, out ImapLine line)
    {
        ReadOnlySpan<byte> unread = cursor.Unread;
        int end = cursor.IsMidLine ? -1 : unread.IndexOf((byte)'\n');
        if (end is >= 0 and <= TextLimits.MaxLine)
        {
            int textEnd = end > 0 && unread[end - 1] == '\r' ? end - 1 : end;
            line = new ImapLine
            {
                Text = unread[..textEnd],
                Length = end + 1,
                IsWhole = true,
                Time = cursor.Time,
                Packet = cursor.Packet,
                Offset = cursor.Offset,
            };
            return true;
        }
        bool found = cursor.TryReadLine(out Line cut);
        line = new ImapLine
        {
            Text = cut.Text,
            Length = 0,
            IsWhole = cut.End != LineEnd.None,
            Time = cut.Time,
            Packet = cut.Packet,
            Offset = cut.Offset,
        };
        return found;
    }
}
