using System.Buffers.Binary;

namespace Analyzer.Servers.Dns;

/// <summary>A question as it came (RFC 1035 4.1).</summary>
readonly ref struct DnsQuery
{
    public const int HeaderLength = 12;
    public const int ClassIn = 1, ClassAny = 255, TypeAny = 255, TypeOptions = 41, TypeSoa = 6;

    // RFC 1035 4.2.1 without, and the size that passes every path with RFC 6891's OPT.
    const int PlainDatagram = 512, LargestDatagram = 1232;

    public ushort Id { get; private init; }

    /// <summary>0: a standard query.</summary>
    public int Opcode { get; private init; }

    public bool WantsRecursion { get; private init; }

    /// <summary>Name, type and class, as they go back into the answer; empty: there is no such question in it.</summary>
    public ReadOnlySpan<byte> Question { get; private init; }

    public string Name { get; private init; }

    public int Type { get; private init; }

    public int Class { get; private init; }

    /// <summary>The asker knows extensions (RFC 6891), which the answer must show too.</summary>
    public bool HasOptions { get; private init; }

    /// <summary>The longest answer that the asker takes in a datagram.</summary>
    public int MaxDatagram { get; private init; }

    /// <summary>False: it is no question at all, and gets no answer.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out DnsQuery query)
    {
        query = default;
        if (message.Length < HeaderLength || (message[2] & 0x80) != 0) return false;
        query = new DnsQuery { Id = Number(message, 0), Opcode = (message[2] >> 3) & 15, WantsRecursion = (message[2] & 1) != 0, Name = "", MaxDatagram = PlainDatagram };
        int at = HeaderLength;
        if (Number(message, 4) != 1 || !DnsName.TryRead(message, ref at, out string name) || at + 4 > message.Length) return true;
        // A name that points elsewhere could not be sent back as it is.
        bool isWhole = message[HeaderLength..at].IndexOfAnyInRange((byte)0xC0, (byte)0xFF) < 0;
        if (!isWhole) return true;
        (int type, int kind, int end) = (Number(message, at), Number(message, at + 2), at + 4);
        bool hasOptions = Number(message, 6) == 0 && Number(message, 8) == 0 && Number(message, 10) > 0
            && message.Length >= end + 11 && message[end] == 0 && Number(message, end + 1) == TypeOptions;
        query = query with
        {
            Question = message[HeaderLength..end],
            Name = name,
            Type = type,
            Class = kind,
            HasOptions = hasOptions,
            MaxDatagram = hasOptions ? Math.Clamp((int)Number(message, end + 3), PlainDatagram, LargestDatagram) : PlainDatagram,
        };
        return true;
    }

    public static ushort Number(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
}
