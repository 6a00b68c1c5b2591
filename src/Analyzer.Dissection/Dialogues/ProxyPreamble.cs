namespace Analyzer.Dissection.Dialogues;

/// <summary>
/// What a client says to a proxy before its dialogue with the server behind it begins: SOCKS 4 and 5 (RFC 1928, 1929) and HTTP CONNECT
/// (RFC 9110 section 9.3.6).
/// </summary>
/// <param name="FromClient">Bytes of it that the client sent.</param>
/// <param name="FromServer">Bytes of it that the proxy sent.</param>
/// <param name="IsUnfinished">More of it is to come, and the counts do not count yet.</param>
readonly record struct ProxyPreamble(int FromClient, int FromServer, bool IsUnfinished)
{
    static readonly ProxyPreamble s_unfinished = new(0, 0, true);

    const byte NoAuthentication = 0, Password = 2;

    /// <summary>The preamble that a connection begins with; null: there is none.</summary>
    public static ProxyPreamble? Find(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server)
    {
        if (client.IsEmpty) return null;
        return client[0] switch
        {
            5 => FindSocks5(client, server),
            4 => FindSocks4(client, server),
            (byte)'C' => FindConnect(client, server),
            _ => null,
        };
    }

    static ProxyPreamble? FindSocks5(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server)
    {
        if (!server.IsEmpty && server[0] != 5) return null;
        if (client.Length < 2 || client.Length < 2 + client[1] || server.Length < 2) return s_unfinished;
        int sent = 2 + client[1], received = 2;
        if (server[1] == Password)
        {
            if (client.Length < sent + 2) return s_unfinished;
            int name = client[sent + 1];
            if (client.Length < sent + 3 + name) return s_unfinished;
            sent += 3 + name + client[sent + 2 + name];
            received += 2;
        }
        else if (server[1] != NoAuthentication)
        {
            return null;
        }
        if (AddressLength(client, sent) is not { } request || AddressLength(server, received) is not { } answer) return s_unfinished;
        if (request == 0 || answer == 0 || server[received + 1] != 0) return null;
        sent += request;
        received += answer;
        return client.Length < sent || server.Length < received ? s_unfinished : new ProxyPreamble(sent, received, false);
    }

    // Of a request or reply: version, command, 0, address type, address, port. 0: no such type; null: more bytes are needed to tell.
    static int? AddressLength(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length < at + 5) return null;
        return bytes[at + 3] switch
        {
            1 => 4 + 4 + 2,
            3 => 4 + 1 + bytes[at + 4] + 2,
            4 => 4 + 16 + 2,
            _ => 0,
        };
    }

    static ProxyPreamble? FindSocks4(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server)
    {
        if (client.Length < 9) return client.Length < 2 || client[1] == 1 ? s_unfinished : null;
        if (client[1] != 1 || (!server.IsEmpty && server[0] != 0)) return null;
        int user = client[8..].IndexOf((byte)0);
        if (user < 0) return s_unfinished;
        int sent = 8 + user + 1;
        bool hasName = client[4] == 0 && client[5] == 0 && client[6] == 0 && client[7] != 0;
        if (hasName)
        {
            int name = client[sent..].IndexOf((byte)0);
            if (name < 0) return s_unfinished;
            sent += name + 1;
        }
        if (server.Length < 8) return s_unfinished;
        return server[1] == 90 ? new ProxyPreamble(sent, 8, false) : null;
    }

    static ProxyPreamble? FindConnect(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server)
    {
        ReadOnlySpan<byte> sign = "CONNECT "u8;
        if (!client[..Math.Min(client.Length, sign.Length)].SequenceEqual(sign[..Math.Min(client.Length, sign.Length)])) return null;
        int sent = EndOfHeader(client), received = EndOfHeader(server);
        if (sent < 0 || received < 0) return s_unfinished;
        bool isGranted = server.StartsWith("HTTP/1."u8) && server.Length > 9 && server[9] == '2';
        return isGranted ? new ProxyPreamble(sent, received, false) : null;
    }

    static int EndOfHeader(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> end = "\r\n\r\n"u8;
        int found = bytes.IndexOf(end);
        return found < 0 ? -1 : found + end.Length;
    }
}
