using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Base64 (RFC 2045 6.8). Characters outside the alphabet are skipped; padding ends a quantum wherever it stands, and what follows begins
/// a new one, as in joined files; missing padding at the end is taken as meant.
/// </summary>
/// <remarks>
/// Lines are joined first and decoded then: the framework decodes around blanks too, but eight times slower where a line end falls into
/// a quantum.
/// </remarks>
internal sealed class Base64Decoder : PartDecoder
{
    /// <summary>Input and output of a block stay in the first-level cache.</summary>
    const int BlockLength = 4 * 1024;

    static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The characters to decode next, without the blanks between lines; between calls the unfinished quantum without any.</summary>
    byte[] _block = [];
    int _count;

    /// <summary>Of the last line whose end was searched for.</summary>
    int _lineLength = 76;

    /// <summary>The block holds a line that was not looked through: there may be blanks within it.</summary>
    bool _mayHoldBlanks;
    bool _isPadded;
    bool _isSkippingLine;

    /// <summary>The value of a character of the alphabet, -1 for any other.</summary>
    public static int Sextet(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public override void Decode(ReadOnlySpan<byte> source, IBufferWriter<byte> target)
    {
        if (_isSkippingLine) source = SkipLine(source);
        while (!source.IsEmpty)
        {
            source = source[Fill(source)..];
            DecodeBlock(target);
        }
    }

    public override void Flush(IBufferWriter<byte> target)
    {
        DecodeQuantum(_block.AsSpan(0, _count), target, isLast: true);
        _count = 0;
        _isPadded = false;
        _isSkippingLine = false;
    }

    public override void Gap(IBufferWriter<byte> target)
    {
        Flush(target);
        IsDamaged = true;
        // Encoders fill lines with whole quanta, so the next line start is in step again.
        _isSkippingLine = true;
    }

    ReadOnlySpan<byte> SkipLine(ReadOnlySpan<byte> source)
    {
        int end = source.IndexOf((byte)'\n');
        if (end < 0) return default;
        _isSkippingLine = false;
        return source[(end + 1)..];
    }

    /// <summary>Fills the block with what is no blank, and returns how much of the source that took.</summary>
    int Fill(ReadOnlySpan<byte> source)
    {
        int wanted = (int)Math.Min((long)_count + source.Length, BlockLength);
        if (_block.Length < wanted) Array.Resize(ref _block, wanted);
        int at = 0;
        while (at < source.Length && _count < _block.Length)
        {
            ReadOnlySpan<byte> near = source.Slice(at, Math.Min(source.Length - at, _block.Length - _count));
            // Encoders make lines of one length: most ends stand where they are expected, and need no search.
            bool isExpected = _lineLength < near.Length && near[_lineLength] == '\r';
            int blank = isExpected ? _lineLength : near.IndexOfAny(Blanks);
            _mayHoldBlanks |= isExpected;
            ReadOnlySpan<byte> run = blank < 0 ? near : near[..blank];
            run.CopyTo(_block.AsSpan(_count));
            _count += run.Length;
            at += run.Length;
            if (blank > 0) _lineLength = blank;
            while (at < source.Length && IsBlank(source[at])) at++;
        }

        return at;
    }

    /// <summary>Decodes the block, and keeps what is less than a quantum.</summary>
    void DecodeBlock(IBufferWriter<byte> target)
    {
        Span<byte> rest = _block.AsSpan(0, _count);
        while (rest.Length >= 4)
        {
            Span<byte> decoded = target.GetSpan(Base64.GetMaxDecodedFromUtf8Length(rest.Length));
            Base64.DecodeFromUtf8(rest, decoded, out int consumed, out int written, isFinalBlock: false);
            if (_mayHoldBlanks && (consumed < (rest.Length & ~3) || written * 4 != consumed * 3))
            {
                rest = WithoutBlanks(rest);
                continue;
            }
            target.Advance(written);
            if (written > 0) NoteData();
            rest = rest[consumed..];
            if (rest.Length >= 4) rest = DecodeQuantum(rest, target, isLast: false);
        }

        if (_mayHoldBlanks) rest = WithoutBlanks(rest);
        rest.CopyTo(_block);
        _count = rest.Length;
    }

    Span<byte> WithoutBlanks(Span<byte> characters)
    {
        _mayHoldBlanks = false;
        int count = 0;
        foreach (byte character in characters)
        {
            if (!IsBlank(character)) characters[count++] = character;
        }
        return characters[..count];
    }

    /// <summary>
    /// Decodes one quantum with padding or foreign characters in it, and returns what is left. A quantum that is not whole yet is left, freed of
    /// foreign characters.
    /// </summary>
    Span<byte> DecodeQuantum(Span<byte> characters, IBufferWriter<byte> target, bool isLast)
    {
        int found = 0;
        int at = 0;
        bool isEnd = false;
        while (at < characters.Length && found < 4 && !isEnd)
        {
            byte character = characters[at++];
            // Before a quantum, padding is the rest of the last one's; one character alone it cannot end.
            if (Sextet(character) >= 0) characters[found++] = character;
            else if (character != '=' || found == 1) IsDamaged = true;
            else if (found == 0) _isPadded = true;
            else isEnd = true;
        }

        if (found < 4 && !isEnd && !isLast) return characters[..found];
        if (found > 0) Put(characters[..found], target);
        _isPadded |= isEnd;
        return characters[at..];
    }

    /// <summary>Gives the bytes of one quantum: 4 characters make 3, 3 make 2, 2 make 1, and 1 makes none.</summary>
    void Put(ReadOnlySpan<byte> quantum, IBufferWriter<byte> target)
    {
        NoteData();
        if (quantum.Length == 1) IsDamaged = true;
        uint bits = 0;
        foreach (byte character in quantum) bits = bits << 6 | (uint)Sextet(character);
        bits <<= 6 * (4 - quantum.Length);
        ReadOnlySpan<byte> bytes = [(byte)(bits >> 16), (byte)(bits >> 8), (byte)bits];
        target.Write(bytes[..(quantum.Length - 1)]);
    }

    /// <summary>Data behind padding is a second file, or damage.</summary>
    void NoteData()
    {
        IsDamaged |= _isPadded;
        _isPadded = false;
    }
}
