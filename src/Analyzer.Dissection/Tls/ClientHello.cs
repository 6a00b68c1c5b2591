using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Tls;

/// <summary>What a client offers (RFC 8446 section 4.1.2), GREASE left out.</summary>
sealed class ClientHello
{
    ClientHello(ushort version, byte[] random, byte[] sessionId) => (LegacyVersion, Random, SessionId) = (version, random, sessionId);

    public ushort LegacyVersion { get; }

    /// <summary>32 bytes, by which key logs name the connection.</summary>
    public byte[] Random { get; }

    public byte[] SessionId { get; }

    public List<ushort> Suites { get; } = [];

    /// <summary>In the order sent.</summary>
    public List<ushort> Extensions { get; } = [];

    public List<ushort> Groups { get; } = [];

    public List<byte> PointFormats { get; } = [];

    public List<ushort> SignatureAlgorithms { get; } = [];

    public List<ushort> Versions { get; } = [];

    public string? ServerName { get; private set; }

    /// <summary>Protocols of the application that it offers, as bytes are.</summary>
    public List<byte[]> Protocols { get; } = [];

    /// <summary>A ticket by which it asks to resume a session of TLS 1.2 or before (RFC 5077); empty when none.</summary>
    public byte[] Ticket { get; private set; } = [];

    public bool HasEarlyData => Extensions.Contains(ExtensionType.EarlyData);

    public bool HasPreSharedKey => Extensions.Contains(ExtensionType.PreSharedKey);

    /// <summary>Reads the body of the message; null when it is none.</summary>
    public static ClientHello? Parse(ReadOnlySpan<byte> body)
    {
        var parser = new TlsParser(body);
        ushort version = parser.UInt16();
        byte[] random = parser.Take(32).ToArray();
        byte[] sessionId = parser.Vector8().ToArray();
        ReadOnlySpan<byte> suites = parser.Vector16();
        parser.Vector8();
        if (parser.IsBroken || suites.Length < 2) return null;
        var hello = new ClientHello(version, random, sessionId);
        AddNumbers(suites, hello.Suites);
        if (parser.IsEmpty) return hello;
        var extensions = new TlsParser(parser.Vector16());
        while (!extensions.IsEmpty)
        {
            ushort type = extensions.UInt16();
            ReadOnlySpan<byte> data = extensions.Vector16();
            if (extensions.IsBroken) break;
            if (!TlsVersions.IsGrease(type)) hello.Add(type, data);
        }
        return hello;
    }

    void Add(ushort type, ReadOnlySpan<byte> data)
    {
        Extensions.Add(type);
        var parser = new TlsParser(data);
        switch (type)
        {
            case ExtensionType.ServerName:
                ServerName ??= NameOf(data);
                break;
            case ExtensionType.SupportedGroups:
                AddNumbers(parser.Vector16(), Groups);
                break;
            case ExtensionType.PointFormats:
                PointFormats.AddRange(parser.Vector8());
                break;
            case ExtensionType.SignatureAlgorithms:
                AddNumbers(parser.Vector16(), SignatureAlgorithms);
                break;
            case ExtensionType.SupportedVersions:
                AddNumbers(parser.Vector8(), Versions);
                break;
            case ExtensionType.SessionTicket:
                Ticket = data.ToArray();
                break;
            case ExtensionType.Alpn:
                var names = new TlsParser(parser.Vector16());
                while (!names.IsEmpty) Protocols.Add(names.Vector8().ToArray());
                break;
        }
    }

    // RFC 6066 section 3: a list of names, of which only host names are known.
    static string? NameOf(ReadOnlySpan<byte> data)
    {
        var parser = new TlsParser(data);
        var names = new TlsParser(parser.Vector16());
        while (!names.IsEmpty)
        {
            byte type = names.Byte();
            ReadOnlySpan<byte> name = names.Vector16();
            if (type == 0 && !name.IsEmpty) return WireText.Decode(name);
        }
        return null;
    }

    static void AddNumbers(ReadOnlySpan<byte> data, List<ushort> numbers)
    {
        var parser = new TlsParser(data);
        while (parser.Rest.Length >= 2)
        {
            ushort number = parser.UInt16();
            if (!TlsVersions.IsGrease(number)) numbers.Add(number);
        }
    }

    /// <summary>The protocols of the application that it offers, as text.</summary>
    public IEnumerable<string> ProtocolNames => Protocols.Select(name => Encoding.Latin1.GetString(name));
}
