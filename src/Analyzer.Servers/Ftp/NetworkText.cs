namespace Analyzer.Servers.Ftp;

/// <summary>Line ends of TYPE A (RFC 959 3.1.1.1): CRLF on the wire, LF in files. Keeps its place between pieces.</summary>
sealed class NetworkText
{
    bool _endsWithReturn;

    /// <summary>LF becomes CRLF; what is CRLF already stays, so that a text that came from elsewhere is not doubled.</summary>
    /// <param name="from">A piece of a file.</param>
    /// <param name="to">At least twice as long.</param>
    /// <returns>Octets written.</returns>
    public int Encode(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int length = 0;
        foreach (byte octet in from)
        {
            if (octet == '\n' && !_endsWithReturn) to[length++] = (byte)'\r';
            to[length++] = octet;
            _endsWithReturn = octet == '\r';
        }
        return length;
    }

    /// <summary>CRLF becomes LF; a CR that stands alone stays.</summary>
    /// <param name="from">A piece from the wire.</param>
    /// <param name="to">Longer by one at least: a CR may have been held back.</param>
    /// <returns>Octets written.</returns>
    public int Decode(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int length = 0;
        foreach (byte octet in from)
        {
            if (_endsWithReturn && octet != '\n') to[length++] = (byte)'\r';
            _endsWithReturn = octet == '\r';
            if (!_endsWithReturn) to[length++] = octet;
        }
        return length;
    }

    /// <summary>What <see cref="Decode"/> still holds when the text is over.</summary>
    public int Finish(Span<byte> to)
    {
        if (!_endsWithReturn) return 0;
        _endsWithReturn = false;
        to[0] = (byte)'\r';
        return 1;
    }
}
