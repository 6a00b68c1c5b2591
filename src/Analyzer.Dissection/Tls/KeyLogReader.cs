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

    /// <summary>No more bytes will come, for now: takes a last line that has no end. False: there is none.</summary>
    public bool End()
    {
        bool hasLine = _isTooLong || _length > 0;
        if (hasLine) store.AddLine(_isTooLong ? "too long"u8 : _held.AsSpan(0, _length));
        (_length, _isTooLong) = (0, false);
        return hasLine;
    }
}
