using System.Buffers.Binary;
using System.Net;
using System.Text;
using Analyzer.Servers.Accounts;

namespace Analyzer.Servers.Dns;

/// <summary>Answers questions from the zones (RFC 1034 4.3.2, without zones of others): bytes in, bytes out.</summary>
sealed class DnsResponder(DnsZones zones)
{
    const int NoError = 0, FormatError = 1, NoSuchName = 3, NotImplemented = 4, Refused = 5;

    // An hour, as zones of mail hosts commonly have; a negative answer less.
    const int TimeToLive = 3600, NegativeTimeToLive = 60;

    // An alias of an alias is rare; a ring of them must end.
    const int MaxAliases = 8;

    /// <summary>The answer for a datagram, cut to what the asker takes; null: none is due.</summary>
    public byte[]? AnswerDatagram(ReadOnlySpan<byte> message) =>
        DnsQuery.TryParse(message, out DnsQuery query) ? Answer(query, query.MaxDatagram) : null;

    /// <summary>The answer for a message that came over TCP, without its length.</summary>
    public byte[]? AnswerStream(ReadOnlySpan<byte> message) =>
        DnsQuery.TryParse(message, out DnsQuery query) ? Answer(query, ushort.MaxValue) : null;

    byte[] Answer(DnsQuery query, int maxLength)
    {
        if (query.Question.IsEmpty) return Compose(query, FormatError, [], maxLength);
        if (query.Opcode != 0) return Compose(query, NotImplemented, [], maxLength);
        if (query.Class is not (DnsQuery.ClassIn or DnsQuery.ClassAny)) return Compose(query, Refused, [], maxLength);
        var records = new List<ZoneRecord>();
        string name = query.Name;
        for (int aliases = 0; aliases <= MaxAliases; aliases++)
        {
            int type = query.Type;
            records.AddRange(zones.Of(name).Where(record => type == DnsQuery.TypeAny || (int)record.Type == type));
            ZoneRecord? alias = zones.Of(name).FirstOrDefault(record => record.Type == ZoneRecordType.Cname);
            if (alias is null || query.Type is DnsQuery.TypeAny or (int)ZoneRecordType.Cname) break;
            records.Add(alias);
            name = alias.Data;
        }
        return Compose(query, zones.Exists(name) ? NoError : NoSuchName, records, maxLength);
    }

    static byte[] Compose(DnsQuery query, int code, List<ZoneRecord> records, int maxLength)
    {
        byte[] whole = Compose(query, code, records, isTruncated: false);
        // RFC 2181 9: half a set of records is worth nothing; the asker comes again over TCP.
        return whole.Length <= maxLength ? whole : Compose(query, code, [], isTruncated: true);
    }

    static byte[] Compose(DnsQuery query, int code, List<ZoneRecord> records, bool isTruncated)
    {
        var message = new MemoryStream();
        bool isNegative = records.Count == 0 && !isTruncated && code is NoError or NoSuchName;
        int flags = 0x8000 | (query.Opcode << 11) | 0x0400 | (isTruncated ? 0x0200 : 0) | (query.WantsRecursion ? 0x0100 : 0) | code;
        foreach (int number in (int[])[query.Id, flags, query.Question.IsEmpty ? 0 : 1, records.Count, isNegative ? 1 : 0, query.HasOptions ? 1 : 0]) Write(message, number);
        message.Write(query.Question);
        foreach (ZoneRecord record in records) WriteRecord(message, record, query.Name);
        if (isNegative) WriteStartOfAuthority(message);
        if (query.HasOptions) WriteOptions(message);
        return message.ToArray();
    }

    static void WriteRecord(MemoryStream message, ZoneRecord record, string asked)
    {
        // RFC 1035 4.1.4: the name of the question is at its known place.
        if (DnsName.Plain(record.Name) == DnsName.Plain(asked)) Write(message, 0xC000 | DnsQuery.HeaderLength);
        else DnsName.TryWrite(record.Name, message);
        byte[] data = Data(record);
        Write(message, (int)record.Type);
        Write(message, DnsQuery.ClassIn);
        WriteLong(message, TimeToLive);
        Write(message, data.Length);
        message.Write(data);
    }

    static byte[] Data(ZoneRecord record)
    {
        var data = new MemoryStream();
        switch (record.Type)
        {
            case ZoneRecordType.A or ZoneRecordType.Aaaa:
                return IPAddress.Parse(record.Data).GetAddressBytes();
            case ZoneRecordType.Txt:
                // Strings of at most 255 octets (RFC 1035 3.3.14); an empty text is one empty string.
                byte[] text = Encoding.UTF8.GetBytes(record.Data);
                for (int start = 0; start == 0 || start < text.Length; start += 255)
                {
                    int length = Math.Min(255, text.Length - start);
                    data.WriteByte((byte)length);
                    data.Write(text, start, length);
                }
                return data.ToArray();
            case ZoneRecordType.Mx:
                Write(data, record.Preference);
                break;
        }
        DnsName.TryWrite(record.Data, data);
        return data.ToArray();
    }

    // RFC 2308 2: a negative answer tells how long it holds. The zone is the root: the world is one zone.
    static void WriteStartOfAuthority(MemoryStream message)
    {
        message.WriteByte(0);
        Write(message, DnsQuery.TypeSoa);
        Write(message, DnsQuery.ClassIn);
        WriteLong(message, NegativeTimeToLive);
        Write(message, 22);
        Write(message, 0);
        foreach (int number in (int[])[1, TimeToLive, TimeToLive, TimeToLive, NegativeTimeToLive]) WriteLong(message, number);
    }

    static void WriteOptions(MemoryStream message)
    {
        message.WriteByte(0);
        Write(message, DnsQuery.TypeOptions);
        Write(message, 1232);
        WriteLong(message, 0);
        Write(message, 0);
    }

    static void Write(MemoryStream to, int number)
    {
        Span<byte> octets = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)number);
        to.Write(octets);
    }

    static void WriteLong(MemoryStream to, int number)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(octets, number);
        to.Write(octets);
    }
}
