using System.Net;
using Analyzer.Servers.Accounts;

namespace Analyzer.Servers.Dns;

/// <summary>How a question was answered.</summary>
public enum DnsStatus
{
    /// <summary>The name exists; it may still have no records of the type.</summary>
    Found,

    /// <summary>There is no such name.</summary>
    NoSuchName,

    /// <summary>No answer, or one that tells nothing: asking again later may help.</summary>
    Unavailable,
}

/// <summary>The records that answer a question, in the order that they came.</summary>
public sealed record DnsAnswer(DnsStatus Status, IReadOnlyList<ZoneRecord> Records)
{
    /// <summary>Understands the answer to a question. False: it is not that, or damaged.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question, out DnsAnswer answer, out bool isTruncated)
    {
        answer = new DnsAnswer(DnsStatus.Unavailable, []);
        isTruncated = false;
        // The same id and question, or it answers another one (or nobody's: a forgery).
        int at = question.Length;
        bool isOurs = message.Length >= at && message[..2].SequenceEqual(question[..2]) && (message[2] & 0x80) != 0
            && message[DnsQuery.HeaderLength..at].SequenceEqual(question[DnsQuery.HeaderLength..]);
        if (!isOurs) return false;
        isTruncated = (message[2] & 2) != 0;
        int code = message[3] & 15;
        int wanted = DnsQuery.Number(question, question.Length - 4);
        var records = new List<ZoneRecord>();
        for (int left = DnsQuery.Number(message, 6); left > 0; left--)
        {
            if (!TryReadRecord(message, ref at, out ZoneRecord? record)) return false;
            if (record is not null && (int)record.Type == wanted) records.Add(record);
        }
        answer = new DnsAnswer(code switch { 0 => DnsStatus.Found, 3 => DnsStatus.NoSuchName, _ => DnsStatus.Unavailable }, records);
        return true;
    }

    // A record of a type that is not known here is passed over: null.
    static bool TryReadRecord(ReadOnlySpan<byte> message, ref int at, out ZoneRecord? record)
    {
        const int FixedLength = 10;
        record = null;
        if (!DnsName.TryRead(message, ref at, out string name) || message.Length - at < FixedLength) return false;
        var type = (ZoneRecordType)DnsQuery.Number(message, at);
        int length = DnsQuery.Number(message, at + 8);
        at += FixedLength;
        if (message.Length - at < length) return false;
        ReadOnlySpan<byte> data = message.Slice(at, length);
        int place = at + (type == ZoneRecordType.Mx ? 2 : 0);
        at += length;
        switch (type)
        {
            case ZoneRecordType.A when length == 4:
            case ZoneRecordType.Aaaa when length == 16:
                record = new ZoneRecord(name, type, new IPAddress(data).ToString());
                return true;
            case ZoneRecordType.Mx when length > 2:
            case ZoneRecordType.Ptr or ZoneRecordType.Cname:
                if (!DnsName.TryRead(message, ref place, out string target)) return false;
                record = new ZoneRecord(name, type, target) { Preference = type == ZoneRecordType.Mx ? DnsQuery.Number(data, 0) : 0 };
                return true;
            case ZoneRecordType.Txt:
                record = new ZoneRecord(name, type, Text(data));
                return true;
            default:
                return true;
        }
    }

    static string Text(ReadOnlySpan<byte> data)
    {
        var text = new List<byte>(data.Length);
        while (!data.IsEmpty)
        {
            int length = Math.Min(data[0], data.Length - 1);
            text.AddRange(data.Slice(1, length));
            data = data[(1 + length)..];
        }
        return System.Text.Encoding.UTF8.GetString([.. text]);
    }
}
