using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Records of a stream cipher with an HMAC (RFC 5246 section 6.2.3.1): RC4, whose key stream goes on from record to record, and none at
/// all (the NULL suites).
/// </summary>
sealed class StreamProtection : RecordProtection
{
    readonly Rc4? _stream, _trial;
    readonly IncrementalHash _mac;
    readonly int _macLength;
    long _next, _skipped;

    public StreamProtection(CipherSuite suite, byte[] key, byte[] mac)
    {
        (_mac, _macLength) = (IncrementalHash.CreateHMAC(suite.Mac, mac), suite.MacLength);
        if (suite.Cipher == BulkCipher.Rc4) (_stream, _trial) = (new Rc4(key), new Rc4(key));
    }

    public override int Overhead => _macLength;

    public override bool IsOverheadFixed => true;

    public override bool TryOpen(in TlsRecordView record, long sequence, Span<byte> content, out OpenedRecord opened)
    {
        opened = default;
        ReadOnlySpan<byte> fragment = record.Fragment;
        int length = fragment.Length - _macLength;
        if (length < 0 || !TryDecrypt(fragment, sequence, content)) return false;
        if (!IsMac(_mac, content.Slice(length, _macLength), record, sequence, content[..length])) return false;
        _stream?.CopyFrom(_trial!);
        (_next, _skipped) = (sequence + 1, 0);
        opened = new OpenedRecord(record.Type, 0, length);
        return true;
    }

    // What is lost was encrypted with a part of the stream as long as its fragments.
    bool TryDecrypt(ReadOnlySpan<byte> fragment, long sequence, Span<byte> content)
    {
        if (_stream is null)
        {
            fragment.CopyTo(content);
            return true;
        }
        long lost = LostBytes - (sequence - _next) * TlsRecordView.HeaderLength;
        if (lost < 0 || (_skipped += lost) > TlsLimits.SkippedStream) return false;
        _trial!.CopyFrom(_stream);
        _trial.Skip(lost);
        _trial.Transform(fragment, content);
        return true;
    }

    public override void Dispose() => _mac.Dispose();
}
