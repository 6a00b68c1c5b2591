namespace Analyzer.Servers.Smtp.Queue;

/// <summary>Counts the Received lines of a header that comes in pieces.</summary>
sealed class HeaderWatch
{
    /// <summary>Longer names are no header.</summary>
    public const int MaxName = 200;

    static ReadOnlySpan<byte> Received => "received:"u8;

    int _column;
    bool _isReceived = true;
    bool _isOver;

    public int Hops { get; private set; }

    /// <summary>Whether a text begins with a header field, or with the blank line that ends an empty header (RFC 5322 2.2).</summary>
    public static bool IsHeaderStart(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\r\n"u8)) return true;
        int colon = text[..Math.Min(text.Length, MaxName)].IndexOf((byte)':');
        return colon > 0 && text[..colon].TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    public void Read(ReadOnlySpan<byte> piece)
    {
        for (int index = 0; index < piece.Length && !_isOver; index++)
        {
            byte next = piece[index];
            if (next == '\n') EndLine();
            else if (next != '\r') ReadInLine(next);
        }
    }

    void EndLine()
    {
        // The blank line ends the header.
        _isOver = _column == 0;
        _column = 0;
        _isReceived = true;
    }

    void ReadInLine(byte next)
    {
        if (_column < Received.Length)
        {
            _isReceived &= (next | 0x20) == Received[_column] || next == Received[_column];
            if (_isReceived && _column == Received.Length - 1) Hops++;
        }
        if (_column <= Received.Length) _column++;
    }
}
