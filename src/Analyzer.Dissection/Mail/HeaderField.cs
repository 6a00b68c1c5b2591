using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// One field of a header (RFC 5322 2.2), as a view of the header's bytes. Decoding happens anew at each call. A line that is no
/// field has an empty <see cref="Name"/>.
/// </summary>
public readonly struct HeaderField
{
    readonly ReadOnlyMemory<byte> _line;
    readonly int _nameLength;
    readonly int _valueStart;

    internal HeaderField(ReadOnlyMemory<byte> line, int nameLength, int valueStart, long offset)
    {
        _line = line;
        _nameLength = nameLength;
        _valueStart = valueStart;
        Offset = offset;
    }

    /// <summary>Of the field's first byte, from the start of the message.</summary>
    public long Offset { get; }

    /// <summary>The field as it was, folds included, without the last line end.</summary>
    public ReadOnlySpan<byte> Raw => _line.Span;

    /// <summary>What stands behind the colon as it was, folds included, without the last line end.</summary>
    public ReadOnlySpan<byte> RawValue => _line.Span[_valueStart..];

    /// <summary>The field's name as written. Names are equal without regard to case.</summary>
    public string Name => Encoding.Latin1.GetString(_line.Span[.._nameLength]);

    /// <summary>Whether the field has this name, without regard to case.</summary>
    public bool IsNamed(string name) => _nameLength == name.Length && Ascii.EqualsIgnoreCase(_line.Span[.._nameLength], name);

    /// <summary>The value in one line, see <see cref="HeaderText.Unfold"/>; undecoded.</summary>
    public byte[] Unfold() => HeaderText.Unfold(RawValue);

    /// <summary>The value in one line as Unicode text, encoded words decoded (RFC 2047).</summary>
    /// <param name="charset">That raw 8-bit bytes which are not UTF-8 are probably in; null when nothing is known.</param>
    public string Decode(string? charset = null) => EncodedWord.Decode(HeaderText.ToUnicode(Unfold(), charset));
}
