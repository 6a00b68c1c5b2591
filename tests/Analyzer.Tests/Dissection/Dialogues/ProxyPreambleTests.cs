using System.Text;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Tests.Dissection.Dialogues;

public sealed class ProxyPreambleTests
{
    static readonly byte[] s_hello = [5, 1, 0], s_helloWithPassword = [5, 2, 0, 2];
    static readonly byte[] s_password = [1, 2, (byte)'m', (byte)'e', 3, 1, 2, 3];
    static readonly byte[] s_toAddress = [5, 1, 0, 1, 192, 0, 2, 1, 0, 25];
    static readonly byte[] s_toName = [5, 1, 0, 3, 4, (byte)'m', (byte)'a', (byte)'i', (byte)'l', 0, 25];
    static readonly byte[] s_toAddressV6 = [5, 1, 0, 4, .. new byte[16], 0, 25];
    static readonly byte[] s_granted = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

    static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    public static TheoryData<string, byte[], byte[]> Preambles => new()
    {
        { "SOCKS 5", [.. s_hello, .. s_toAddress], [5, 0, .. s_granted] },
        { "SOCKS 5 to a name", [.. s_hello, .. s_toName], [5, 0, .. s_granted] },
        { "SOCKS 5 over IPv6", [.. s_hello, .. s_toAddressV6], [5, 0, .. s_granted] },
        { "SOCKS 5 with a password", [.. s_helloWithPassword, .. s_password, .. s_toAddress], [5, 2, 1, 0, .. s_granted] },
        { "SOCKS 4", [4, 1, 0, 25, 192, 0, 2, 1, (byte)'u', 0], [0, 90, 0, 0, 0, 0, 0, 0] },
        { "SOCKS 4 to a name", [4, 1, 0, 25, 0, 0, 0, 1, 0, (byte)'m', (byte)'x', 0], [0, 90, 0, 0, 0, 0, 0, 0] },
        { "HTTP CONNECT", Ascii("CONNECT mail:25 HTTP/1.1\r\nHost: mail\r\n\r\n"), Ascii("HTTP/1.1 200 Go\r\n\r\n") },
    };

    [Theory]
    [MemberData(nameof(Preambles))]
    public void A_granted_request_is_the_preamble(string name, byte[] client, byte[] server)
    {
        Assert.Equal(new ProxyPreamble(client.Length, server.Length, false), ProxyPreamble.Find([.. client, .. "EHLO"u8], [.. server, .. "220 "u8]));
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Preambles))]
    public void As_long_as_some_of_it_lacks_more_bytes_are_waited_for(string name, byte[] client, byte[] server)
    {
        for (int length = 1; length < client.Length; length++) Assert.True(ProxyPreamble.Find(client.AsSpan(0, length), server)?.IsUnfinished, $"{name}: {length} bytes of the client");
        for (int length = 0; length < server.Length; length++) Assert.True(ProxyPreamble.Find(client, server.AsSpan(0, length))?.IsUnfinished, $"{name}: {length} bytes of the server");
    }

    public static TheoryData<byte[], byte[]> Others => new()
    {
        { [], [] },
        { Ascii("EHLO pc\r\n"), Ascii("220 mail\r\n") },
        { Ascii("COPY\r\n"), [] },
        { [5, 1, 0], Ascii("220 mail\r\n") },
        { [5, 1, 0], [5, 0xFF] },
        { [.. s_hello, .. s_toAddress], [5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0] },
        { [.. s_hello, 5, 1, 0, 9, 0, 0], [5, 0, .. s_granted] },
        { [4, 2, 0, 25, 192, 0, 2, 1, 0], [] },
        { [4, 1, 0, 25, 192, 0, 2, 1, 0], [0, 91, 0, 0, 0, 0, 0, 0] },
        { Ascii("CONNECT mail:25 HTTP/1.1\r\n\r\n"), Ascii("HTTP/1.1 403 No\r\n\r\n") },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_refused_request_and_anything_else_is_none(byte[] client, byte[] server) => Assert.Null(ProxyPreamble.Find(client, server));

    [Fact]
    public void Any_bytes_do_no_harm()
    {
        var random = new Random(1080);
        for (int i = 0; i < 5000; i++)
        {
            byte[] client = new byte[1 + random.Next(40)], server = new byte[random.Next(40)];
            random.NextBytes(client);
            random.NextBytes(server);
            client[0] = (byte)(i % 2 == 0 ? 4 : 5);
            if (server.Length > 0) server[0] = (byte)(i % 2 == 0 ? 0 : 5);
            ProxyPreamble? found = ProxyPreamble.Find(client, server);
            Assert.True(found is null || (found.Value.FromClient <= client.Length && found.Value.FromServer <= server.Length));
        }
    }
}
