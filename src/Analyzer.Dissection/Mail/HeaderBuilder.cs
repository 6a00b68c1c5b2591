using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Analyzer.Dissection.Mail;

/// <summary>Gathers the lines of one header after another, within the limits.</summary>
internal sealed class HeaderBuilder(MimeLimits limits, DefectList defects)
{
    /// <summary>What a header over its limit may still grow for the fields that tell the structure, so that a flood does not hide parts.</summary>
    const int StructureReserve = 16 * 1024;

    static readonly string[] SingleFields =
    [
        "Content-Disposition", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "MIME-Version", "Sender", "Subject",
    ];

    readonly ArrayBufferWriter<byte> _block = new(4096);
    readonly List<Line> _fields = [];
    int _allBytes;
    bool _isDropping;

    readonly record struct Line(int Start, int NameLength, int ValueStart, long Offset)
    {
        public int End { get; init; }
    }

    /// <summary>How many fields the header has so far.</summary>
    public int Count => _fields.Count;

    /// <summary>A new message begins.</summary>
    public void Reset()
    {
        _allBytes = 0;
        Clear();
    }

    /// <summary>A line that begins a field, with its line end.</summary>
    public void AddField(ReadOnlySpan<byte> line, long offset)
    {
        int nameLength = MailLine.NameLength(line, out int colon);
        bool isStructure = nameLength > 8 && Ascii.EqualsIgnoreCase(line[..8], "Content-");
        Add(line, nameLength, colon + 1, offset, isStructure ? StructureReserve : 0);
    }

    /// <summary>A line that is no field, with its line end.</summary>
    public void AddMalformed(ReadOnlySpan<byte> line, long offset) => Add(line, 0, 0, offset, 0);

    /// <summary>A line that goes on with the field before it, with its line end.</summary>
    public void AddContinuation(ReadOnlySpan<byte> line)
    {
        if (_isDropping || _fields.Count == 0) return;
        if (_block.WrittenCount + line.Length > limits.HeaderBytes + StructureReserve)
        {
            defects.Reach(MimeLimit.HeaderBytes);
            _isDropping = true;
            return;
        }

        _block.Write(line);
        _fields[^1] = _fields[^1] with { End = _block.WrittenCount - MailLine.EndingLength(line) };
    }

    /// <summary>The header is over. Returns its fields, which own their bytes from now on.</summary>
    public HeaderList Complete()
    {
        _allBytes += _block.WrittenCount;
        if (_fields.Count == 0) return HeaderList.Empty;

        ReadOnlyMemory<byte> block = _block.WrittenSpan.ToArray();
        var fields = new HeaderField[_fields.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            Line line = _fields[i];
            fields[i] = new HeaderField(block[line.Start..line.End], line.NameLength, line.ValueStart, line.Offset);
        }

        Check(block.Span, fields);
        Clear();
        return new HeaderList(fields);
    }

    void Clear()
    {
        _block.ResetWrittenCount();
        _fields.Clear();
        _isDropping = false;
    }

    void Add(ReadOnlySpan<byte> line, int nameLength, int valueStart, long offset, int reserve)
    {
        int size = _block.WrittenCount + line.Length;
        _isDropping = true;
        if (_fields.Count >= limits.HeaderFields && reserve == 0) defects.Reach(MimeLimit.HeaderFields);
        else if (size > limits.HeaderBytes + reserve || size + _allBytes > limits.AllHeaderBytes) defects.Reach(MimeLimit.HeaderBytes);
        else _isDropping = false;
        if (_isDropping) return;

        int start = _block.WrittenCount;
        _block.Write(line);
        _fields.Add(new Line(start, nameLength, valueStart, offset) { End = _block.WrittenCount - MailLine.EndingLength(line) });
    }

    void Check(ReadOnlySpan<byte> block, HeaderField[] fields)
    {
        long offset = fields[0].Offset;
        if (block.Contains((byte)0)) defects.Add(MimeDefectKind.NulByte, offset);
        if (!Utf8.IsValid(block)) defects.Add(MimeDefectKind.Undeclared8BitHeader, offset);
        foreach (string name in SingleFields)
        {
            bool isFound = false;
            foreach (HeaderField field in fields)
            {
                if (!field.IsNamed(name)) continue;
                if (isFound) defects.Add(MimeDefectKind.DuplicateField, field.Offset);
                isFound = true;
            }
        }
    }
}
