using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Mail.Dkim;

/// <summary>
/// Hashes a body as a signer saw it (RFC 6376 sections 3.4.3 and 3.4.4), while its bytes pass: empty lines at the end do not count, and
/// relaxed, neither does white space at the ends of lines, nor how much of it stands between words. A line feed alone ends a line, too
/// (section 5.3 makes signers write CRLF).
/// </summary>
/// <param name="isRelaxed">Whether white space is forgiven.</param>
/// <param name="limit">How many octets of the result count at most; null: all.</param>
internal sealed class BodyCanonicalizer(bool isRelaxed, long? limit)
{
    readonly ContentHash _hash = new();
    long _written;
    long _lineEnds;
    bool _hasReturn, _hasSpace, _hasText;

    /// <summary>Octets of the result, those beyond the limit counted.</summary>
    public long Length => _written;

    /// <summary>The next bytes of the body.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            // A return at the end of a piece is part of the line end or of the text: what follows tells.
            bool isBeforeEnd = end >= 0 && line.IsEmpty;
            if (_hasReturn && !isBeforeEnd) Text("\r"u8);
            _hasReturn = line.EndsWith("\r"u8);
            if (_hasReturn) line = line[..^1];
            if (!line.IsEmpty) Text(line);
            if (end < 0) continue;
            (_hasReturn, _hasSpace) = (false, false);
            _lineEnds++;
        }
    }

    void Text(ReadOnlySpan<byte> text)
    {
        if (!isRelaxed)
        {
            Write(text);
            return;
        }
        while (!text.IsEmpty)
        {
            int space = text.IndexOfAny((byte)' ', (byte)'\t');
            ReadOnlySpan<byte> word = space < 0 ? text : text[..space];
            if (!word.IsEmpty)
            {
                if (_hasSpace) Write(" "u8);
                _hasSpace = false;
                Write(word);
            }
            if (space < 0) return;
            _hasSpace = true;
            text = text[(space + 1)..];
        }
    }

    void Write(ReadOnlySpan<byte> text)
    {
        _hasText = true;
        for (; _lineEnds > 0; _lineEnds--) Put("\r\n"u8);
        Put(text);
    }

    void Put(ReadOnlySpan<byte> bytes)
    {
        long room = (limit ?? long.MaxValue) - _written;
        _written += bytes.Length;
        if (room <= 0) return;
        _hash.Append(bytes.Length <= room ? bytes : bytes[..(int)room]);
    }

    /// <summary>The body is over: its SHA-256. Called once, last.</summary>
    public byte[] Finish()
    {
        if (_hasReturn) Text("\r"u8);
        // A body ends with one line end, whether it has none or many; relaxed, one without text is nothing at all.
        if (_hasText || !isRelaxed) Put("\r\n"u8);
        return Convert.FromHexString(_hash.Finish());
    }
}
