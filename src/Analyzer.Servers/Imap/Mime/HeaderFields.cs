using System.Text;

namespace Analyzer.Servers.Imap.Mime;

/// <summary>The fields of a header in their order: names as written, values with their folding undone.</summary>
sealed class HeaderFields
{
    readonly List<(string Name, string Value)> _fields = [];

    public IEnumerable<string> All(string name) => _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    /// <summary>The first field of that name; null: there is none.</summary>
    public string? First(string name) => All(name).FirstOrDefault();

    /// <summary>Reads a header. Bytes that are no UTF-8 are taken for Latin-1.</summary>
    public static HeaderFields Parse(ReadOnlySpan<byte> header)
    {
        var fields = new HeaderFields();
        while (!header.IsEmpty)
        {
            int length = FieldLength(header);
            ReadOnlySpan<byte> field = header[..length];
            header = header[length..];
            int colon = field.IndexOf((byte)':');
            if (colon <= 0) continue;
            string name = Encoding.Latin1.GetString(field[..colon]).TrimEnd();
            fields._fields.Add((name, Unfold(TextOf(field[(colon + 1)..])).Trim()));
        }
        return fields;
    }

    /// <summary>The fields, as they are, whose names are among those given, or are not; and the empty line.</summary>
    public static byte[] Select(ReadOnlySpan<byte> header, IReadOnlyCollection<string> names, bool isWanted)
    {
        var selected = new List<byte>();
        var wanted = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        while (!header.IsEmpty)
        {
            int length = FieldLength(header);
            ReadOnlySpan<byte> field = header[..length];
            header = header[length..];
            int colon = field.IndexOf((byte)':');
            if (colon > 0 && wanted.Contains(Encoding.Latin1.GetString(field[..colon]).TrimEnd()) == isWanted) selected.AddRange(field);
        }
        selected.AddRange("\r\n"u8);
        return [.. selected];
    }

    public static string TextOf(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    // A line and those after it that begin with a blank.
    static int FieldLength(ReadOnlySpan<byte> header)
    {
        int length = 0;
        do
        {
            int end = header[length..].IndexOf((byte)'\n');
            length = end < 0 ? header.Length : length + end + 1;
        }
        while (length < header.Length && header[length] is (byte)' ' or (byte)'\t');
        return length;
    }

    static string Unfold(string text) => text.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
