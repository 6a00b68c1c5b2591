using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Ftp.Control;

/// <summary>
/// One direction of the control connection while it is encrypted: passes over TLS records (RFC 8446 section 5.1) until plain text follows
/// where a record should begin, which CCC makes it do (RFC 4217 section 12.3).
/// </summary>
struct TlsGate
{
    const int HeaderLength = 5;

    int _left;

    /// <summary>Between the gates all is encrypted.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether a record of TLS begins here; no line of FTP begins so. Null: one byte more will tell.</summary>
    public static bool? Begins(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] is < 20 or > 23) return false;
        return bytes.Length < 2 ? null : bytes[1] == 3;
    }

    /// <summary>From here on it is encrypted.</summary>
    public void Open() => (IsOpen, _left) = (true, 0);

    /// <summary>A gap: where the next record begins is not known, and nothing readable is expected.</summary>
    public void LoseTrack() => _left = int.MaxValue;

    /// <summary>
    /// Passes over what is encrypted. True: plain text is next. False: more bytes are needed, or all were passed over.
    /// </summary>
    public bool TryPass(ref StreamCursor cursor)
    {
        while (true)
        {
            int count = Math.Min(_left, cursor.Unread.Length);
            cursor.Skip(count);
            if (_left != int.MaxValue) _left -= count;
            if (cursor.Unread.IsEmpty || _left > 0) return false;
            if (Begins(cursor.Unread) == false)
            {
                bool isText = cursor.Unread[0] is >= (byte)' ' and < 127;
                if (isText) IsOpen = false;
                else LoseTrack();
                if (isText) return true;
                continue;
            }
            if (cursor.Unread.Length < HeaderLength) return false;
            _left = HeaderLength + (cursor.Unread[3] << 8 | cursor.Unread[4]);
        }
    }
}
