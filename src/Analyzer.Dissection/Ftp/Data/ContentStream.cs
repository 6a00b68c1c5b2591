using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// A content of the captures as a stream, to be read once. It borrows its reader: only one is open at a time.
/// </summary>
sealed class ContentStream : ForwardStream
{
    readonly ContentReader _reader;
    bool _hasEnded;
    byte[] _rest = [];
    int _restStart;

    /// <summary>Begins at the first byte of <paramref name="content"/>.</summary>
    public ContentStream(ContentReader reader, Content content)
    {
        _reader = reader;
        reader.Open(content);
    }

    /// <summary>Bytes could not be had; the stream ends before them.</summary>
    public bool IsBroken => _reader.IsBroken;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_restStart < _rest.Length)
        {
            int left = Math.Min(buffer.Length, _rest.Length - _restStart);
            _rest.AsSpan(_restStart, left).CopyTo(buffer);
            _restStart += left;
            return left;
        }
        if (_hasEnded || !_reader.TryRead(out ReadOnlySpan<byte> bytes))
        {
            _hasEnded = true; // A reader is not asked again behind its end.
            return 0;
        }
        int count = Math.Min(buffer.Length, bytes.Length);
        bytes[..count].CopyTo(buffer);
        (_rest, _restStart) = (bytes[count..].ToArray(), 0);
        return count;
    }
}
