using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Control;

/// <summary>A whole reply of the server: a code and one or more lines of text (RFC 959 section 4.2).</summary>
sealed class FtpReply
{
    readonly List<string> _lines = [];
    int _length;

    /// <summary>The three digits; 0 for lines that belong to no reply.</summary>
    public required int Code { get; init; }

    /// <summary>Of its first line.</summary>
    public Timestamp Time { get; init; }

    /// <summary>The packet in which it begins.</summary>
    public long Packet { get; init; }

    /// <summary>Its lines without the code, as far as they are kept.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The code as the records have it; null where there is none.</summary>
    public string? CodeText => Code == 0 ? null : Code.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>1yz: another reply follows.</summary>
    public bool IsPreliminary => Code / 100 == 1;

    /// <summary>2yz: done.</summary>
    public bool IsPositive => Code / 100 == 2;

    /// <summary>4yz or 5yz: refused, for now or for good.</summary>
    public bool IsNegative => Code / 100 is 4 or 5;

    /// <summary>All lines as one text.</summary>
    public string Text => _lines.Count == 1 ? _lines[0] : string.Join('\n', _lines);

    /// <summary>Adds a line, unless the reply is as long as an exchange keeps.</summary>
    public void Add(string line)
    {
        _length += line.Length + 1;
        if (_length <= Exchange.MaxReplyText || _lines.Count == 0) _lines.Add(line);
    }
}
