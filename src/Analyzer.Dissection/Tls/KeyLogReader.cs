namespace Analyzer.Dissection.Tls;

/// <summary>Cuts what a key log holds into lines, in pieces of any size.</summary>
sealed class KeyLogReader(TlsSecretStore store)
{
    readonly byte[] _held = new byte[TlsLimits.KeyLogLine];
    int _length;
    bool _isTooLong;

    /// <summary>The next bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !store.IsFull)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (end >= 0 && _length == 0 && !_isTooLong) store.AddLine(piece);
            else Hold(piece, isLast: end >= 0);
        }
    }

    void Hold(ReadOnlySpan<byte> piece, bool isLast)
    {
        _isTooLong |= _length + piece.Length > _held.Length;
        if (!_isTooLong)
        {
            piece.CopyTo(_held.AsSpan(_length));
            _length += piece.Length;
        }
        if (isLast) End();
    }

    /// <summary>
    /// Nothing has come for now: takes a last line without an end, if it is whole. False: there is none, or its writer has not finished it.
    /// </summary>
    public bool TakeUnfinished()
    {
        if (_isTooLong || KeyLogLine.TryParse(_held.AsSpan(0, _length), out _) != true) return false;
        End();
        return true;
    }

    /// <summary>No more bytes will come: what is there is a line.</summary>
    public void End()
    {
        if (_isTooLong || _length > 0) store.AddLine(_isTooLong ? "too long"u8 : _held.AsSpan(0, _length));
        (_length, _isTooLong) = (0, false);
    }
}
