using System.Buffers;

namespace Analyzer.Dissection.Mail.Dkim;

/// <summary>What became of a signature's body hash.</summary>
/// <param name="Domain">Who signed.</param>
/// <param name="Selector">With which key.</param>
/// <param name="Canonicalization"><c>simple</c> or <c>relaxed</c>: the latter forgives changes of white space.</param>
/// <param name="Length">How many octets of the body are signed; null: all.</param>
/// <param name="Result"><c>match</c>, <c>mismatch</c>, or why it was not compared.</param>
public sealed record DkimBodyResult(string? Domain, string? Selector, string Canonicalization, long? Length, string Result);

/// <summary>
/// Compares the body of a message with the hashes in its DKIM signatures, while its bytes pass. That proves the body, as far as the
/// canonicalization goes; the signature itself, and with it the header, is not verified: that takes the signer's key.
/// </summary>
internal sealed class DkimCheck
{
    /// <summary>The most signatures that are looked at: mail has one to three; each costs a hash of the body.</summary>
    public const int MaxSignatures = 4;

    /// <summary>The largest header that is searched for signatures, in bytes, as <see cref="Filtering.MessageHeaders.MaxHeader"/>.</summary>
    public const int MaxHeader = 256 * 1024;

    sealed record Candidate(DkimSignature Signature, BodyCanonicalizer? Body);

    byte[]? _header;
    int _length;
    List<Candidate>? _candidates;
    bool _hasGap;

    /// <summary>The next bytes of the message. False: it is not signed, and nothing more needs to come.</summary>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        if (_hasGap) return true;
        if (_candidates is null && !TakeHeader(ref bytes)) return false;
        if (_candidates is null) return true;
        foreach (Candidate candidate in _candidates) candidate.Body?.Append(bytes);
        return true;
    }

    /// <summary>Bytes of the message are not in the capture. False: as far as is known it is not signed.</summary>
    public bool Gap()
    {
        _hasGap = true;
        return _candidates is not null || Parse(_length);
    }

    // Gathers the header; takes it off when it is whole. False: no signature.
    bool TakeHeader(ref ReadOnlySpan<byte> bytes)
    {
        int before = _length;
        int taken = Math.Min(bytes.Length, MaxHeader - _length);
        Hold(bytes[..taken]);
        int end = EndOfHeader(_header.AsSpan(0, _length), Math.Max(0, before - 3));
        if (end < 0)
        {
            bytes = default;
            if (_length < MaxHeader) return true;
            Release();
            return false;
        }
        bytes = bytes[(end - before)..];
        return Parse(end);
    }

    void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_header is null || _header.Length < _length + bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(4096, 2 * (_length + bytes.Length)));
            _header.AsSpan(0, _length).CopyTo(larger);
            if (_header is not null) ArrayPool<byte>.Shared.Return(_header);
            _header = larger;
        }
        bytes.CopyTo(_header.AsSpan(_length));
        _length += bytes.Length;
    }

    // Behind the empty line; -1: it is not there yet.
    static int EndOfHeader(ReadOnlySpan<byte> header, int from)
    {
        if (header.StartsWith("\r\n"u8)) return 2;
        if (header.StartsWith("\n"u8)) return 1;
        for (int at; (at = header[from..].IndexOf((byte)'\n')) >= 0;)
        {
            from += at + 1;
            ReadOnlySpan<byte> next = header[from..];
            if (next.StartsWith("\n"u8)) return from + 1;
            if (next.StartsWith("\r\n"u8)) return from + 2;
        }
        return -1;
    }

    bool Parse(int length)
    {
        ReadOnlySpan<byte> header = _header.AsSpan(0, length), name = "DKIM-Signature:"u8;
        for (int start = 0; start < header.Length;)
        {
            int end = EndOfField(header, start);
            ReadOnlySpan<byte> field = header[start..end];
            start = end;
            if (field.Length < name.Length || !System.Text.Ascii.EqualsIgnoreCase(field[..name.Length], name)) continue;
            var signature = DkimSignature.Parse(field[name.Length..]);
            bool isHashed = signature.Obstacle is null && !_hasGap;
            _candidates ??= [];
            _candidates.Add(new Candidate(signature, isHashed ? new BodyCanonicalizer(signature.Canonicalization == "relaxed", signature.Length) : null));
            if (_candidates.Count == MaxSignatures) break;
        }
        Release();
        return _candidates is not null;
    }

    static int EndOfField(ReadOnlySpan<byte> header, int start)
    {
        while (true)
        {
            int end = header[start..].IndexOf((byte)'\n');
            if (end < 0) return header.Length;
            start += end + 1;
            if (start >= header.Length || header[start] is not ((byte)' ' or (byte)'\t')) return start;
        }
    }

    void Release()
    {
        if (_header is not null) ArrayPool<byte>.Shared.Return(_header);
        (_header, _length) = (null, 0);
    }

    /// <summary>The message is over. Called once, last. Empty: it is not signed.</summary>
    /// <param name="isComplete">Every byte of it was given.</param>
    public IReadOnlyList<DkimBodyResult> Finish(bool isComplete)
    {
        if (_candidates is null) Parse(_length); // A header without a body.
        return _candidates is null ? [] : [.. _candidates.Select(candidate => ResultOf(candidate, isComplete && !_hasGap))];
    }

    static DkimBodyResult ResultOf(Candidate candidate, bool isComplete)
    {
        DkimSignature signature = candidate.Signature;
        byte[]? hash = candidate.Body?.Finish();
        string result = signature.Obstacle ?? (isComplete ? "" : "incomplete");
        if (result.Length == 0 && signature.Length > candidate.Body!.Length) result = "body-shorter-than-signed";
        if (result.Length == 0) result = hash.AsSpan().SequenceEqual(signature.BodyHash) ? "match" : "mismatch";
        return new DkimBodyResult(signature.Domain, signature.Selector, signature.Canonicalization, signature.Length, result);
    }

    /// <summary>The one word for several signatures: one that matches proves the body, whatever became of the others.</summary>
    public static string? Verdict(IReadOnlyList<DkimBodyResult> results)
    {
        if (results.Count == 0) return null;
        if (results.Any(one => one.Result == "match")) return "match";
        return results.Any(one => one.Result == "mismatch") ? "mismatch" : results[0].Result;
    }
}
