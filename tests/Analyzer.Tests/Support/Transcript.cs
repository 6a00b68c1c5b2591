using System.Globalization;
using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;

namespace Analyzer.Tests.Support;

/// <summary>What one packet of a transcript brings: bytes of one side, or a gap in them.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Bytes">Its payload; empty for a gap.</param>
/// <param name="Gap">Bytes that the capture lacks; 0 for payload.</param>
/// <param name="Number">The packet's number, from 1, which is its time in milliseconds too. Pieces of a packet share it.</param>
/// <param name="Offset">Where the payload lies in the transcript's make-believe capture.</param>
public sealed record TranscriptPacket(Direction From, byte[] Bytes, long Gap, long Number, long Offset)
{
    /// <summary>A part of the payload, as a packet of its own.</summary>
    public TranscriptPacket Slice(int start, int length) => this with { Bytes = Bytes[start..(start + length)], Offset = Offset + start };
}

/// <summary>
/// A dialogue written down for a test. <c>C: </c> and <c>S: </c> begin a packet of the client and the server with a line;
/// <c>C+ </c> and <c>S+ </c> add a line to that side's last packet. A line ends with CR LF unless it ends with a backslash. Escapes:
/// <c>\r \n \t \0 \\ \xHH</c>. <c>[C gap 100]</c> leaves bytes out; <c>[midstream]</c> takes the SYN away; <c>[reset]</c> and
/// <c>[open]</c> say how it ends. Empty lines and lines that begin with <c>#</c> mean nothing.
/// </summary>
public sealed record Transcript
{
    /// <summary>Payload of neighbouring packets does not touch in the make-believe capture, as headers lie between.</summary>
    const int HeaderLength = 54;

    /// <summary>The packets in the order of the script.</summary>
    public required IReadOnlyList<TranscriptPacket> Packets { get; init; }

    /// <summary>Whether the SYN is there.</summary>
    public bool HasStart { get; init; } = true;

    /// <summary>How it ends.</summary>
    public CloseReason End { get; init; } = CloseReason.Finished;

    /// <summary>Reads a script; see the type.</summary>
    public static Transcript Parse(string script)
    {
        var packets = new List<TranscriptPacket>();
        bool hasStart = true;
        CloseReason end = CloseReason.Finished;
        foreach (string line in script.Split('\n').Select(raw => raw.TrimEnd('\r').TrimStart()).Where(text => text.Length > 0 && text[0] != '#'))
        {
            if (line == "[midstream]") hasStart = false;
            else if (line == "[reset]") end = CloseReason.Reset;
            else if (line == "[open]") end = CloseReason.EndOfCapture;
            else if (line[0] == '[') packets.Add(ParseGap(line));
            else if (line[1] == ':') packets.Add(new TranscriptPacket(SideOf(line[0]), Unescape(line[2..]), 0, 0, 0));
            else if (line[1] == '+') AddLine(packets, SideOf(line[0]), Unescape(line[2..]));
            else throw new FormatException($"a transcript has no line like '{line}'");
        }
        return new Transcript { Packets = Lay(packets), HasStart = hasStart, End = end };
    }

    /// <summary>The same dialogue with other packets.</summary>
    public Transcript With(IEnumerable<TranscriptPacket> packets) => new() { Packets = [.. packets], HasStart = HasStart, End = End };

    /// <summary>Dissects the packets as they stand.</summary>
    public TranscriptRun Run(Protocol protocol, AnalysisOptions? options = null) => TranscriptRun.Of(this, protocol, options ?? new AnalysisOptions());

    /// <summary>As a script, for the message of a test that fails.</summary>
    public override string ToString() =>
        string.Join('\n', Packets.Select(packet => $"{(packet.From == Direction.FromClient ? 'C' : 'S')}: {(packet.Gap > 0 ? $"[gap {packet.Gap}]" : Escape(packet.Bytes))}").Prepend(HasStart ? "" : "[midstream]"));

    static string Escape(byte[] bytes) =>
        string.Concat(Encoding.Latin1.GetString(bytes).Replace("\\", "\\\\", StringComparison.Ordinal).Select(letter => letter switch
        {
            '\r' => "\\r",
            '\n' => "\\n",
            < ' ' or > '~' => $"\\x{(int)letter:x2}",
            _ => letter.ToString(),
        })) + "\\";

    static List<TranscriptPacket> Lay(List<TranscriptPacket> packets)
    {
        long offset = HeaderLength;
        for (int i = 0; i < packets.Count; i++)
        {
            packets[i] = packets[i] with { Number = i + 1, Offset = offset };
            offset += packets[i].Bytes.Length + HeaderLength;
        }
        return packets;
    }

    static TranscriptPacket ParseGap(string line)
    {
        string[] words = line.Trim('[', ']').Split(' ');
        if (words.Length != 3 || words[1] != "gap") throw new FormatException($"a transcript has no line like '{line}'");
        return new TranscriptPacket(SideOf(words[0][0]), [], long.Parse(words[2], CultureInfo.InvariantCulture), 0, 0);
    }

    static void AddLine(List<TranscriptPacket> packets, Direction side, byte[] bytes)
    {
        int last = packets.FindLastIndex(packet => packet.From == side && packet.Gap == 0);
        packets[last] = packets[last] with { Bytes = [.. packets[last].Bytes, .. bytes] };
    }

    static Direction SideOf(char letter) => letter switch
    {
        'C' => Direction.FromClient,
        'S' => Direction.FromServer,
        _ => throw new FormatException($"a transcript has no side '{letter}'"),
    };

    /// <summary>The bytes of a line of script, with its line end.</summary>
    static byte[] Unescape(string text)
    {
        if (text.StartsWith(' ')) text = text[1..];
        bool hasEnd = !text.EndsWith('\\') || text.EndsWith("\\\\", StringComparison.Ordinal);
        if (!hasEnd) text = text[..^1];
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                int length = char.IsSurrogatePair(text, i) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
                continue;
            }
            i++;
            bytes.Add(text[i] switch
            {
                'r' => (byte)'\r',
                'n' => (byte)'\n',
                't' => (byte)'\t',
                '0' => 0,
                '\\' => (byte)'\\',
                'x' => byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                _ => throw new FormatException($"a transcript has no escape '\\{text[i]}'"),
            });
            if (text[i] == 'x') i += 2;
        }
        if (hasEnd) bytes.AddRange("\r\n"u8);
        return [.. bytes];
    }
}
