using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Analyzer.Dissection.Tls;

/// <summary>What an opened record holds.</summary>
/// <param name="Type">Its content type; in TLS 1.3 that stands inside.</param>
/// <param name="Start">Where its content begins in the buffer.</param>
/// <param name="Length">Of its content.</param>
readonly record struct OpenedRecord(byte Type, int Start, int Length);

/// <summary>The keys of one direction, from one change of keys to the next.</summary>
abstract class RecordProtection : IDisposable
{
    /// <summary>How many bytes a fragment is longer than its content; the least, where that varies.</summary>
    public abstract int Overhead { get; }

    /// <summary>Whether every fragment is longer by just <see cref="Overhead"/>, as far as the sender adds no padding.</summary>
    public abstract bool IsOverheadFixed { get; }

    /// <summary>Opens a record that was sent with this number. False: it was not, or not with these keys.</summary>
    /// <param name="record">The record.</param>
    /// <param name="sequence">Of records since these keys are used, from 0.</param>
    /// <param name="content">At least as long as the fragment.</param>
    /// <param name="opened">What it holds.</param>
    public abstract bool TryOpen(in TlsRecordView record, long sequence, Span<byte> content, out OpenedRecord opened);

    /// <summary>Bytes of records, headers included, that passed unread or are missing since the last one that was opened.</summary>
    public long LostBytes { protected get; set; }

    /// <summary>A record has passed, opened or not.</summary>
    public virtual void Pass(ReadOnlySpan<byte> fragment)
    {
    }

    public abstract void Dispose();

    /// <summary>What the MAC of TLS 1.2 and before covers besides the content (RFC 5246 section 6.2.3.1): 13 bytes.</summary>
    protected static void WriteHeader(Span<byte> header, long sequence, in TlsRecordView record, int length)
    {
        BinaryPrimitives.WriteInt64BigEndian(header, sequence);
        record.Bytes[..3].CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[11..], (ushort)length);
    }

    protected const int MacHeaderLength = 13;

    /// <summary>Whether this is the MAC of a text.</summary>
    protected static bool IsMac(IncrementalHash mac, ReadOnlySpan<byte> expected, in TlsRecordView record, long sequence, ReadOnlySpan<byte> text)
    {
        Span<byte> header = stackalloc byte[MacHeaderLength], found = stackalloc byte[64];
        WriteHeader(header, sequence, record, text.Length);
        mac.AppendData(header);
        mac.AppendData(text);
        return expected.SequenceEqual(found[..mac.GetHashAndReset(found)]);
    }
}
