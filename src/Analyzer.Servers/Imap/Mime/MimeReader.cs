using System.Text;

namespace Analyzer.Servers.Imap.Mime;

/// <summary>Finds the parts of a message (RFC 2046, section 5.1) in one pass over its lines, keeping headers and positions but no bodies.</summary>
sealed class MimeReader
{
    const int BufferLength = 64 * 1024;

    readonly ImapServerLimits _limits;
    readonly bool _isHeaderOnly;

    // What is open, the outermost first: multiparts with a boundary, messages and the part that is being read.
    readonly List<Open> _open = [];
    readonly List<byte> _header = [];
    bool _isInHeader = true;
    bool _isHeaderLineKept;
    int _parts = 1;
    int _endLength;
    long _line;

    MimeReader(ImapServerLimits limits, bool isHeaderOnly) => (_limits, _isHeaderOnly) = (limits, isHeaderOnly);

    /// <summary>Reads a message; with <paramref name="isHeaderOnly"/> no further than its header, and then its end is that of the stream.</summary>
    public static MimePart Read(Stream message, ImapServerLimits limits, bool isHeaderOnly = false)
    {
        message.Position = 0;
        var reader = new MimeReader(limits, isHeaderOnly);
        var root = new MimePart(0);
        reader._open.Add(new Open(root));
        var lines = new LineScanner(message, new byte[BufferLength]);
        while (lines.Next())
        {
            reader.OnLine(lines.Line, lines.Position, lines.IsContinued);
            if (lines.Line[^1] == '\n') reader._line++;
            if (isHeaderOnly && !reader._isInHeader) break;
        }
        reader.CloseTo(0, message.Length, lineEnd: 0);
        return root;
    }

    MimePart Current => _open[^1].Part;

    void OnLine(ReadOnlySpan<byte> line, long position, bool isContinued)
    {
        if (!isContinued && line.StartsWith("--"u8) && TryBoundary(line, position)) return;
        if (_isInHeader) OnHeaderLine(line, position, isContinued);
        _endLength = line.EndsWith("\r\n"u8) ? 2 : line[^1] == '\n' ? 1 : 0;
    }

    void OnHeaderLine(ReadOnlySpan<byte> line, long position, bool isContinued)
    {
        if (!isContinued && line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'])
        {
            EndHeader(position + line.Length, _line + 1);
            return;
        }
        // A line is understood whole or not at all.
        if (!isContinued) _isHeaderLineKept = _header.Count + line.Length <= _limits.Header && line[^1] == '\n';
        if (_isHeaderLineKept) _header.AddRange(line);
    }

    bool TryBoundary(ReadOnlySpan<byte> line, long position)
    {
        ReadOnlySpan<byte> text = line[2..].TrimEnd(" \t\r\n"u8);
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Boundary is not { } boundary || !text.StartsWith(boundary)) continue;
            ReadOnlySpan<byte> rest = text[boundary.Length..];
            bool isLast = rest.SequenceEqual("--"u8);
            if (!isLast && (!rest.IsEmpty || _parts >= _limits.MimeParts)) continue;
            CloseTo(i + 1, position, _endLength);
            if (isLast)
            {
                // What follows, up to an outer boundary, is nothing.
                _open[i].Boundary = null;
                _isInHeader = false;
            }
            else Begin(_open[i].Part, position + line.Length);
            return true;
        }
        return false;
    }

    void Begin(MimePart holder, long position)
    {
        _parts++;
        var part = new MimePart(position);
        if (holder.Subtype == "DIGEST") (part.Type, part.Subtype) = ("MESSAGE", "RFC822");
        holder.Parts.Add(part);
        _open.Add(new Open(part));
        _isInHeader = true;
        _endLength = 0;
    }

    void EndHeader(long position, long firstLine)
    {
        _isInHeader = false;
        MimePart part = Current;
        part.BodyStart = position;
        _open[^1].FirstLine = firstLine;
        part.Header = HeaderFields.Parse(_header.ToArray());
        _header.Clear();
        ContentField? type = ContentField.Parse(part.Header.First("Content-Type"));
        if (type?.Value.Split('/') is [{ Length: > 0 } major, { Length: > 0 } minor])
            (part.ContentType, part.Type, part.Subtype) = (type, major.ToUpperInvariant(), minor.ToUpperInvariant());
        if (_isHeaderOnly || _open.Count >= _limits.MimeDepth) return;
        if (part.Type == "MULTIPART" && part.ContentType?["boundary"] is { Length: > 0 } boundary) _open[^1].Boundary = Encoding.Latin1.GetBytes(boundary);
        else if (part is { Type: "MESSAGE", Subtype: "RFC822" or "GLOBAL" } && part.Encoding.ToUpperInvariant() is "7BIT" or "8BIT" or "BINARY")
        {
            part.Message = new MimePart(position);
            _open.Add(new Open(part.Message));
            _isInHeader = true;
        }
    }

    // Ends all that is open from a depth on; the line end before a boundary belongs to the boundary.
    void CloseTo(int depth, long position, int lineEnd)
    {
        while (_open.Count > depth)
        {
            MimePart part = Current;
            if (_isInHeader) EndHeader(position, _line);
            // A header that nothing followed may have said that a message follows.
            if (Current != part) continue;
            part.Lines = _line - _open[^1].FirstLine;
            part.End = Math.Max(part.BodyStart, position - lineEnd);
            _open.RemoveAt(_open.Count - 1);
        }
    }

    sealed class Open(MimePart part)
    {
        public MimePart Part { get; } = part;

        /// <summary>Of a multipart whose parts still come.</summary>
        public byte[]? Boundary { get; set; }

        public long FirstLine { get; set; }
    }
}
