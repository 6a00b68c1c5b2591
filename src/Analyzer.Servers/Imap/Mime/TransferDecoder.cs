namespace Analyzer.Servers.Imap.Mime;

/// <summary>Undoes a Content-Transfer-Encoding (RFC 2045, section 6) in whatever pieces the text comes. Nonsense is passed over.</summary>
abstract class TransferDecoder
{
    /// <summary>Null: the encoding is not known.</summary>
    public static TransferDecoder? Create(string encoding) => encoding.ToUpperInvariant() switch
    {
        "BASE64" => new Base64(),
        "QUOTED-PRINTABLE" => new QuotedPrintable(),
        "7BIT" or "8BIT" or "BINARY" => new Identity(),
        _ => null,
    };

    /// <summary>Decodes a piece into <paramref name="target"/>, which has room for so many bytes and three more; returns how many they are.</summary>
    public abstract int Decode(ReadOnlySpan<byte> source, Span<byte> target);

    /// <summary>What was still held back at the end.</summary>
    public virtual int Finish(Span<byte> target) => 0;

    sealed class Identity : TransferDecoder
    {
        public override int Decode(ReadOnlySpan<byte> source, Span<byte> target)
        {
            source.CopyTo(target);
            return source.Length;
        }
    }

    sealed class Base64 : TransferDecoder
    {
        int _bits;
        int _count;

        public override int Decode(ReadOnlySpan<byte> source, Span<byte> target)
        {
            int written = 0;
            foreach (byte c in source)
            {
                // A pad ends a group; another text may follow.
                if (c == '=') (_bits, _count) = (0, 0);
                if (Value(c) is not (>= 0 and var value)) continue;
                _bits = (_bits << 6 | value) & 0xFFFF;
                _count += 6;
                if (_count < 8) continue;
                _count -= 8;
                target[written++] = (byte)(_bits >> _count);
            }
            return written;
        }

        static int Value(byte c) => c switch
        {
            >= (byte)'A' and <= (byte)'Z' => c - 'A',
            >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
            (byte)'+' => 62,
            (byte)'/' => 63,
            _ => -1,
        };
    }

    sealed class QuotedPrintable : TransferDecoder
    {
        readonly byte[] _held = new byte[3];
        int _length;

        public override int Decode(ReadOnlySpan<byte> source, Span<byte> target)
        {
            int written = 0;
            foreach (byte c in source)
            {
                if (_length == 0 && c != '=')
                {
                    target[written++] = c;
                    continue;
                }
                _held[_length++] = c;
                // A soft line break, or an octet; anything else stays as it is.
                if (_length == 2 && c == '\n') _length = 0;
                if (_length == 3) written += Octet(target[written..]);
            }
            return written;
        }

        public override int Finish(Span<byte> target)
        {
            _held.AsSpan(0, _length).CopyTo(target);
            int length = _length;
            _length = 0;
            return length;
        }

        int Octet(Span<byte> target)
        {
            _length = 0;
            if (_held is [_, (byte)'\r', (byte)'\n']) return 0;
            if (char.IsAsciiHexDigit((char)_held[1]) && char.IsAsciiHexDigit((char)_held[2]))
            {
                target[0] = (byte)(Convert.FromHexString([(char)_held[1], (char)_held[2]])[0]);
                return 1;
            }
            _held.CopyTo(target);
            return 3;
        }
    }
}
