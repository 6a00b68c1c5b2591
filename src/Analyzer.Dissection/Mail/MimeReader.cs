namespace Analyzer.Dissection.Mail;

/// <summary>
/// Reads a message as its bytes come, in pieces of any size, and makes the tree of its parts: headers, ranges, and the size and hash of
/// every decoded body. It keeps header text and ranges alone, and sees each byte once. Any bytes are a message to it: what RFC 7103 knows
/// of malformed mail becomes a <see cref="MimeDefect"/>, and a reached limit a flag. One thread at a time.
/// </summary>
public sealed class MimeReader : IDisposable
{
    readonly MimeTreeBuilder _tree;
    readonly MimeFramer _framer;

    /// <summary>Bytes of earlier pieces whose meaning the next ones tell: a header line without its end, or what may be a delimiter.</summary>
    byte[] _held = new byte[256];
    int _heldLength;

    /// <summary>A reader for one message after another.</summary>
    /// <param name="limits">Null for the defaults.</param>
    /// <param name="digest">What to work out of each body.</param>
    public MimeReader(MimeLimits? limits = null, MimeDigest digest = MimeDigest.Sha256)
    {
        limits ??= MimeLimits.Default;
        _tree = new MimeTreeBuilder(limits, digest);
        _framer = new MimeFramer(limits, _tree);
    }

    /// <summary>The next bytes of the message.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (_heldLength > 0 && !bytes.IsEmpty) bytes = bytes[FeedHeld(bytes)..];
        Hold(bytes[_framer.Take(bytes)..]);
    }

    /// <summary>The next <paramref name="missing"/> bytes of the message are not there. Offsets count them.</summary>
    public void Gap(long missing)
    {
        if (missing <= 0) return;
        _framer.TakeGap(_held.AsSpan(0, _heldLength), missing);
        _heldLength = 0;
    }

    /// <summary>The message is over. Returns what it is, and is ready for the next one.</summary>
    public MimeMessage Complete()
    {
        long length = _framer.TakeLast(_held.AsSpan(0, _heldLength));
        _heldLength = 0;
        return _tree.Complete(length);
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();

    /// <summary>Goes on with held bytes by as many new ones as tell what they are, and returns how many of those it used.</summary>
    int FeedHeld(ReadOnlySpan<byte> bytes)
    {
        int old = _heldLength;
        int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        // Behind a CR, one more byte tells whether a LF belongs to it.
        int added = Math.Min(end < 0 ? bytes.Length : Math.Min(end + 2, bytes.Length), _framer.MaxUndecided);
        Hold(bytes[..added]);
        Span<byte> held = _held.AsSpan(0, _heldLength);
        if (end < 0 && held[old - 1] != '\r' && _framer.NeedsLineEnd(held)) return added;

        int done = _framer.Take(held);
        if (done < old)
        {
            held[done..].CopyTo(_held);
            _heldLength -= done;
            return added;
        }

        // Only new bytes are left: they are read again where they are.
        _heldLength = 0;
        return done - old;
    }

    void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_held.Length < _heldLength + bytes.Length) Array.Resize(ref _held, Math.Max(2 * _held.Length, _heldLength + bytes.Length));
        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += bytes.Length;
    }
}
