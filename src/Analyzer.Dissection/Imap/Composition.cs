using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>A stretch of a message that is put together: octets that were fetched, or a line between parts that no fetch gives.</summary>
/// <param name="Fetched">The first <paramref name="Length"/> octets of it; null for a line between parts.</param>
/// <param name="Length">Octets.</param>
/// <param name="Line">The line between parts.</param>
internal readonly record struct Segment(StretchMap? Fetched, long Length, byte[]? Line);

/// <summary>
/// A message from its header, its parts and their MIME headers, after BODYSTRUCTURE. The lines between parts (RFC 2046 section 5.1.1) are in no
/// section; they follow from the boundary, but a preamble, an epilogue or an empty line more is not known. So RFC822.SIZE must be
/// exactly what the usual form has, and there must be no choice: else the message is not whole.
/// </summary>
internal sealed class Composition
{
    readonly Assembly _assembly;
    readonly List<Segment> _segments = [];
    readonly List<string> _missing = [];
    int _multiparts;

    Composition(Assembly assembly) => _assembly = assembly;

    /// <summary>The message in order.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>What is not there.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Octets of all segments.</summary>
    public long Length => _segments.Sum(segment => segment.Length);

    /// <summary>It is the message, octet for octet.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Puts together what is there. The structure must be known.</summary>
    public static Composition Of(Assembly assembly)
    {
        var composition = new Composition(assembly);
        if (assembly.HeaderLength is not { } header || assembly.Whole.Covered < header)
        {
            composition._missing.Add(FetchSection.Header);
            return composition;
        }
        composition._segments.Add(new Segment(assembly.Whole, header, null));
        composition.AddContent(assembly.Structure!, isOutermost: true);
        composition.Judge();
        return composition;
    }

    void Judge()
    {
        if (_missing.Count > 0) return;
        long length = Length;
        if (_multiparts == 0)
        {
            IsWhole = _assembly.Size is null || _assembly.Size == length;
        }
        else if (_assembly.Size == length + 2)
        {
            // The line end behind the last boundary, which every message that was mailed has.
            AddLine("\r\n");
            IsWhole = true;
        }
        if (!IsWhole) _missing.Add(_assembly.Size is null ? "RFC822.SIZE to check it by" : $"{_assembly.Size - length} octets around the parts");
    }

    void AddContent(BodyStructure part, bool isOutermost)
    {
        string number = part.Number.Length == 0 && !part.IsMultipart ? "1" : part.Number;
        if (number.Length > 0 && TryAddSection(number, part.IsMultipart ? null : part.Octets)) return;
        if (!part.IsMultipart)
        {
            if (TryAddPair(number)) return;
            _missing.Add(number);
            return;
        }
        if (part.Boundary is not { } boundary)
        {
            _missing.Add(isOutermost ? "the boundary" : $"the boundary of {number}");
            return;
        }
        _multiparts++;
        for (int i = 0; i < part.Parts.Count; i++)
        {
            BodyStructure inner = part.Parts[i];
            AddLine(i == 0 ? $"--{boundary}\r\n" : $"\r\n--{boundary}\r\n");
            if (!TryAddSection($"{inner.Number}.MIME", null)) _missing.Add($"{inner.Number}.MIME");
            AddContent(inner, isOutermost: false);
        }
        AddLine($"\r\n--{boundary}--");
    }

    // A message part is its header and its text.
    bool TryAddPair(string number)
    {
        if (_assembly.Section($"{number}.HEADER") is not { IsWhole: true } header || _assembly.Section($"{number}.TEXT") is not { IsWhole: true } text) return false;
        _segments.Add(new Segment(header, header.End!.Value, null));
        _segments.Add(new Segment(text, text.End!.Value, null));
        return true;
    }

    bool TryAddSection(string name, long? octets)
    {
        if (_assembly.Section(name) is not { } map) return false;
        long length = map.End ?? octets ?? -1;
        if (length < 0 || map.Covered < length || (octets is not null && octets != length)) return false;
        _segments.Add(new Segment(map, length, null));
        return true;
    }

    void AddLine(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        _segments.Add(new Segment(null, bytes.Length, bytes));
    }

    /// <summary>What is not there, for a person.</summary>
    public string Describe()
    {
        const int shown = 8;
        string list = string.Join(", ", _missing.Take(shown));
        return _missing.Count <= shown ? list : string.Create(CultureInfo.InvariantCulture, $"{list} and {_missing.Count - shown} more");
    }
}
