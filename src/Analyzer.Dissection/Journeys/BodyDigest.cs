using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Journeys;

/// <summary>Reads captured messages again to hash what stands behind the header, which relays leave as it is.</summary>
sealed class BodyDigest(IByteStore store)
{
    readonly ContentReader _reader = new(store);

    /// <summary>SHA-256 as lower-case hex; null when the message has no whole body, or cannot be read again.</summary>
    public string? Of(MessageRecord message)
    {
        if (!message.Complete || message.Part is not null) return null;
        var hash = new ContentHash();
        int line = 0; // Bytes of the header's current line; negative: in the body.
        _reader.Open(message.Content);
        while (_reader.TryRead(out ReadOnlySpan<byte> bytes))
        {
            while (line >= 0 && !bytes.IsEmpty) bytes = PassHeader(bytes, ref line);
            if (!bytes.IsEmpty) hash.Append(bytes);
        }
        string sha256 = hash.Finish();
        return _reader.IsBroken || line >= 0 ? null : sha256;
    }

    static ReadOnlySpan<byte> PassHeader(ReadOnlySpan<byte> bytes, scoped ref int line)
    {
        int end = bytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> text = (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)'\r');
        bool isBlank = line == 0 && text.IsEmpty;
        line = end < 0 ? line + text.Length : isBlank ? -1 : 0;
        return end < 0 ? default : bytes[(end + 1)..];
    }
}
