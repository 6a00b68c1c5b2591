using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Filtering;

/// <summary>
/// Reads header fields from the captured bytes of messages (RFC 5322 section 2.2): raw values, unfolded. Keeps the header read last.
/// </summary>
public sealed class MessageHeaders(IByteStore store) : IHeaderSource
{
    /// <summary>The most bytes of a header that are looked at: real ones are a tenth of it at most.</summary>
    public const int MaxHeader = 256 * 1024;

    readonly ContentReader _reader = new(store);
    readonly List<(string Name, string Value)> _fields = [];
    MessageRecord? _message;

    /// <inheritdoc/>
    public IEnumerable<string> Values(MessageRecord message, string name)
    {
        if (!ReferenceEquals(message, _message)) Read(message);
        return _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);
    }

    void Read(MessageRecord message)
    {
        _message = message;
        _fields.Clear();
        string? name = null;
        var value = new StringBuilder();
        ReadOnlySpan<byte> header = HeaderOf(message);
        while (!header.IsEmpty)
        {
            int end = header.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? header : header[..end]).TrimEnd((byte)'\r');
            header = end < 0 ? default : header[(end + 1)..];
            if (line.IsEmpty) break;
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                value.Append(' ').Append(WireText.Decode(line).Trim());
                continue;
            }
            End(name, value);
            int colon = line.IndexOf((byte)':');
            name = colon > 0 ? WireText.Decode(line[..colon]).TrimEnd() : null;
            value.Append(colon > 0 ? WireText.Decode(line[(colon + 1)..]).Trim() : "");
        }
        End(name, value);
    }

    void End(string? name, StringBuilder value)
    {
        if (name is not null) _fields.Add((name, value.ToString()));
        value.Clear();
    }

    byte[] HeaderOf(MessageRecord message)
    {
        var header = new MemoryStream();
        _reader.Open(message.Content);
        while (header.Length < MaxHeader && _reader.TryRead(out ReadOnlySpan<byte> bytes))
        {
            int before = (int)Math.Max(0, header.Length - 3);
            header.Write(bytes);
            if (header.GetBuffer().AsSpan(before, (int)header.Length - before).IndexOf("\r\n\r\n"u8) >= 0) break;
        }
        return header.ToArray();
    }
}
