using System.Collections;
using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// The parameters of a field such as Content-Type or Content-Disposition (RFC 2045 5.1), with continuations, charset and language
/// (RFC 2231). An extended form of a parameter counts before a plain one; of equals the first counts.
/// </summary>
public sealed class ParameterList : IReadOnlyList<MimeParameter>
{
    /// <summary>No parameters.</summary>
    public static ParameterList Empty { get; } = new();

    readonly List<MimeParameter> _parameters = [];

    /// <summary>Whether more parameters than the limit allows were there.</summary>
    internal bool IsCut { get; private set; }

    /// <inheritdoc/>
    public int Count => _parameters.Count;

    /// <inheritdoc/>
    public MimeParameter this[int index] => _parameters[index];

    /// <summary>The parameter of this name, in lower case; null when there is none.</summary>
    public MimeParameter? Find(string name)
    {
        foreach (MimeParameter parameter in _parameters)
        {
            if (parameter.Name == name) return parameter;
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerator<MimeParameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads the rest of <paramref name="reader"/>.</summary>
    internal static ParameterList Read(ref ParameterReader reader, int limit)
    {
        var list = new ParameterList();
        var pieces = new List<Piece>();
        while (reader.TryRead(out ReadOnlySpan<byte> name, out byte[] value))
        {
            if (pieces.Count == limit)
            {
                list.IsCut = true;
                break;
            }

            pieces.Add(Piece.Read(name, value));
        }

        if (AreAllPlain(pieces)) list.AddPlain(pieces);
        else foreach (IGrouping<string, Piece> group in pieces.GroupBy(piece => piece.Name)) list._parameters.Add(Join(group.Key, group));
        return list;
    }

    static bool AreAllPlain(List<Piece> pieces)
    {
        foreach (Piece piece in pieces)
        {
            if (piece.Form != PieceForm.Plain) return false;
        }

        return true;
    }

    void AddPlain(List<Piece> pieces)
    {
        foreach (Piece piece in pieces)
        {
            if (Find(piece.Name) is null) _parameters.Add(Plain(piece.Name, piece.Value));
        }
    }

    static MimeParameter Join(string name, IEnumerable<Piece> pieces)
    {
        Piece[] best = [.. pieces.GroupBy(piece => piece.Form).MaxBy(form => form.Key)!];
        if (best[0].Form == PieceForm.Plain) return Plain(name, best[0].Value);
        if (best[0].Form == PieceForm.Extended) return Extended(name, best.AsSpan(0, 1));

        // A stable sort, so that of pieces with one number the first comes first; a missing number ends the value.
        Piece[] ordered = [.. best.OrderBy(piece => piece.Number).DistinctBy(piece => piece.Number)];
        int count = 1;
        while (count < ordered.Length && ordered[count].Number == ordered[count - 1].Number + 1) count++;
        return Extended(name, ordered.AsSpan(0, count));
    }

    static MimeParameter Plain(string name, byte[] value) => new(name, EncodedWord.Decode(HeaderText.ToUnicode(value, null)), value);

    static MimeParameter Extended(string name, ReadOnlySpan<Piece> pieces)
    {
        var raw = new List<byte>();
        var decoded = new List<byte>();
        (string? charset, string? language) = (null, null);
        foreach (Piece piece in pieces)
        {
            raw.AddRange(piece.Value);
            ReadOnlySpan<byte> value = piece.Value;
            if (piece.IsEncoded && decoded.Count == 0 && charset == null) value = CutCharset(value, out charset, out language);
            if (piece.IsEncoded) AppendPercentDecoded(decoded, value);
            else decoded.AddRange(value);
        }

        byte[] bytes = [.. decoded];
        string text = (string.IsNullOrEmpty(charset) ? null : Charsets.TryDecode(bytes, charset)) ?? HeaderText.ToUnicode(bytes, null);
        // Some senders put encoded words even into pieces.
        if (charset == null) text = EncodedWord.Decode(text);
        return new MimeParameter(name, text, [.. raw], charset, language);
    }

    /// <summary>Takes "charset'language'" off the value. Without both quotes all of it is value.</summary>
    static ReadOnlySpan<byte> CutCharset(ReadOnlySpan<byte> value, out string? charset, out string? language)
    {
        (charset, language) = (null, null);
        int first = value.IndexOf((byte)'\'');
        int second = first < 0 ? -1 : value[(first + 1)..].IndexOf((byte)'\'');
        if (second < 0) return value;
        charset = Encoding.Latin1.GetString(value[..first]);
        language = Encoding.Latin1.GetString(value.Slice(first + 1, second));
        return value[(first + second + 2)..];
    }

    static void AppendPercentDecoded(List<byte> target, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            bool isEscape = value[i] == '%' && i + 2 < value.Length;
            if (isEscape && byte.TryParse(value.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte decoded))
            {
                target.Add(decoded);
                i += 2;
            }
            else
            {
                target.Add(value[i]);
            }
        }
    }

    /// <summary>In the order of trust.</summary>
    enum PieceForm
    {
        /// <summary>name=</summary>
        Plain,

        /// <summary>name*0= or name*0*=</summary>
        Section,

        /// <summary>name*=</summary>
        Extended,
    }

    readonly record struct Piece(string Name, PieceForm Form, int Number, bool IsEncoded, byte[] Value)
    {
        public static Piece Read(ReadOnlySpan<byte> attribute, byte[] value)
        {
            string name = Encoding.Latin1.GetString(attribute).ToLowerInvariant();
            int star = name.IndexOf('*');
            if (star <= 0) return new Piece(name, PieceForm.Plain, 0, false, value);

            ReadOnlySpan<char> section = name.AsSpan(star + 1);
            bool isEncoded = section.IsEmpty || section[^1] == '*';
            if (isEncoded && !section.IsEmpty) section = section[..^1];
            if (section.IsEmpty) return new Piece(name[..star], PieceForm.Extended, 0, true, value);
            if (int.TryParse(section, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                return new Piece(name[..star], PieceForm.Section, number, isEncoded, value);
            return new Piece(name, PieceForm.Plain, 0, false, value);
        }
    }
}
