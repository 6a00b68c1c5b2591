using System.Security.Cryptography;

namespace Analyzer.Dissection.Mail;

/// <summary>Hashes the embedded messages that the reader is in, each over all of its bytes, while their parts are read too.</summary>
internal sealed class EmbeddedDigests(MimeLimits limits, MimeDigest digest, DefectList defects) : IDisposable
{
    readonly List<(MimePart Part, IncrementalHash Hash)> _open = [];
    readonly Stack<IncrementalHash> _spare = [];

    /// <summary>The end of the last header line: it belongs to a delimiter if one follows.</summary>
    readonly byte[] _ending = new byte[2];
    int _endingLength;

    public void Open(MimePart part)
    {
        if (digest != MimeDigest.Sha256) return;
        if (_open.Count == limits.EmbeddedDigests)
        {
            defects.Reach(MimeLimit.EmbeddedDigests);
            return;
        }

        _open.Add((part, _spare.TryPop(out IncrementalHash? hash) ? hash : IncrementalHash.CreateHash(HashAlgorithmName.SHA256)));
    }

    /// <summary>Ends the hash of this part, if it has one. A line end that is held back stays out of it.</summary>
    public byte[]? Close(MimePart part)
    {
        if (_open.Count == 0 || _open[^1].Part != part) return null;
        IncrementalHash hash = _open[^1].Hash;
        _open.RemoveAt(_open.Count - 1);
        _spare.Push(hash);
        return hash.GetHashAndReset();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_open.Count == 0) return;
        if (_endingLength > 0) Append(_ending.AsSpan(0, _endingLength));
        _endingLength = 0;
        Append(bytes);
    }

    /// <summary>A header line, whose end is held back.</summary>
    public void WriteLine(ReadOnlySpan<byte> line)
    {
        if (_open.Count == 0) return;
        int length = line.Length - MailLine.EndingLength(line);
        Write(line[..length]);
        line[length..].CopyTo(_ending);
        _endingLength = line.Length - length;
    }

    public void Dispose()
    {
        foreach ((_, IncrementalHash hash) in _open) hash.Dispose();
        foreach (IncrementalHash hash in _spare) hash.Dispose();
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        foreach ((_, IncrementalHash hash) in _open) hash.AppendData(bytes);
    }
}
