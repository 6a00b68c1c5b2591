using System.Buffers.Binary;
using System.Text;
using Analyzer.Capture;

namespace Analyzer.Dissection.Names;

/// <summary>
/// Reads the answers of a DNS message (RFC 1035 section 4) for the names of addresses: A, AAAA and PTR records. Nothing else of DNS is
/// of interest here.
/// </summary>
public static class DnsAnswers
{
    const int HeaderLength = 12;
    const ushort TypeA = 1, TypeCname = 5, TypePtr = 12, TypeAaaa = 28;

    /// <summary>The most records of one message that are read; no resolver's answer over UDP has room for more.</summary>
    public const int MaxRecords = 256;

    /// <summary>Tells every (address, name) pair of a response to <paramref name="names"/>. Anything else, or damage, tells nothing more.</summary>
    public static void Read(ReadOnlySpan<byte> message, HostNames names)
    {
        if (message.Length < HeaderLength || (message[2] & 0x80) == 0) return;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        int answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        int at = HeaderLength;
        string? asked = null;
        for (int i = 0; i < Math.Min(questions, 4); i++)
        {
            if (!TryReadName(message, ref at, out string name) || at + 4 > message.Length) return;
            asked ??= name;
            at += 4;
        }
        var aliases = new List<(string Alias, string Name)>();
        for (int i = 0; i < Math.Min(answers, MaxRecords); i++)
        {
            if (!TryReadRecord(message, ref at, names, aliases, asked)) return;
        }
    }

    static bool TryReadRecord(ReadOnlySpan<byte> message, ref int at, HostNames names, List<(string Alias, string Name)> aliases, string? asked)
    {
        if (!TryReadName(message, ref at, out string owner) || at + 10 > message.Length) return false;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        at += 10;
        if (at + length > message.Length) return false;
        int data = at;
        at += length;
        switch (type)
        {
            case TypeA when length == 4:
            case TypeAaaa when length == 16:
                // A name that was asked for and leads over aliases to this address is what people call the host.
                bool isAlias = asked is not null && aliases.Exists(alias => alias.Alias == asked);
                names.Add(IpAddress.From(message.Slice(data, length)), isAlias ? asked! : owner);
                break;
            case TypeCname when TryReadName(message, ref data, out string target):
                aliases.Add((owner, target));
                break;
            case TypePtr when TryReadName(message, ref data, out string host) && TryReadReverse(owner, out IpAddress address):
                names.Add(address, host);
                break;
        }
        return true;
    }

    static bool TryReadName(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        int end = -1;
        int place = at;
        // 128 labels are the most that 255 octets hold; a loop of pointers ends here, too.
        for (int labels = 0; labels < 128; labels++)
        {
            if (place >= message.Length) return false;
            int length = message[place];
            if (length >= 0xC0)
            {
                if (place + 1 >= message.Length) return false;
                if (end < 0) end = place + 2;
                place = (length & 0x3F) << 8 | message[place + 1];
                continue;
            }
            if (length > 63 || place + 1 + length > message.Length) return false;
            place++;
            if (length == 0)
            {
                at = end < 0 ? place : end;
                name = text.ToString();
                return true;
            }
            if (text.Length > 0) text.Append('.');
            text.Append(Encoding.Latin1.GetString(message.Slice(place, length)));
            if (text.Length > 255) return false;
            place += length;
        }
        return false;
    }

    static bool TryReadReverse(string owner, out IpAddress address)
    {
        address = default;
        string[] labels = owner.ToLowerInvariant().Split('.');
        if (labels is [.. var octets, "in-addr", "arpa"] && octets.Length == 4)
        {
            Array.Reverse(octets);
            return IpAddress.TryParse(string.Join('.', octets), out address);
        }
        if (labels is not [.. var nibbles, "ip6", "arpa"] || nibbles.Length != 32 || nibbles.Any(nibble => nibble.Length != 1)) return false;
        Array.Reverse(nibbles);
        return IpAddress.TryParse(string.Join(':', nibbles.Chunk(4).Select(four => string.Concat(four))), out address);
    }
}
