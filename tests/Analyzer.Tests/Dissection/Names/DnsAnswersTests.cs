using System.Buffers.Binary;
using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Names;

namespace Analyzer.Tests.Dissection.Names;

public sealed class DnsAnswersTests
{
    const ushort A = 1, Cname = 5, Ptr = 12, Text = 16, Aaaa = 28;

    static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    static byte[] Big(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    static byte[] Record(byte[] owner, ushort type, byte[] data) => [.. owner, .. Big(type), .. Big(1), 0, 0, 1, 0, .. Big(data.Length), .. data];

    static byte[] Response(string asked, params byte[][] answers) =>
        [0, 1, 0x81, 0x80, .. Big(1), .. Big(answers.Length), 0, 0, 0, 0, .. Name(asked), .. Big(A), .. Big(1), .. answers.SelectMany(answer => answer)];

    static IpAddress Address(string text) => IpAddress.TryParse(text, out IpAddress address) ? address : default;

    static IReadOnlyList<string> NamesOf(string address, byte[] message)
    {
        var names = new HostNames();
        DnsAnswers.Read(message, names);
        return names.Of(Address(address));
    }

    static readonly byte[] s_address = [192, 0, 2, 7];

    [Fact]
    public void An_address_has_the_name_that_owns_it() =>
        Assert.Equal(["mail.example"], NamesOf("192.0.2.7", Response("mail.example", Record(Name("Mail.Example"), A, s_address))));

    [Fact]
    public void An_IPv6_address_has_one_too()
    {
        byte[] address = new byte[16];
        (address[0], address[1], address[2], address[3], address[15]) = (0x20, 0x01, 0x0d, 0xb8, 1);

        Assert.Equal(["mail.example"], NamesOf("2001:db8::1", Response("mail.example", Record(Name("mail.example"), Aaaa, address))));
    }

    [Fact]
    public void Over_an_alias_the_name_that_was_asked_for_counts() =>
        Assert.Equal(["www.example"], NamesOf("192.0.2.7", Response("www.example", Record(Name("www.example"), Cname, Name("host7.cdn.example")), Record(Name("host7.cdn.example"), A, s_address))));

    [Theory]
    [InlineData("7.2.0.192.in-addr.arpa", "192.0.2.7")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "2001:db8::1")]
    public void A_reverse_answer_names_its_address(string owner, string address) =>
        Assert.Equal(["mail.example"], NamesOf(address, Response(owner, Record(Name(owner), Ptr, Name("mail.example")))));

    [Fact]
    public void A_name_may_point_back_into_the_message() => Assert.Equal(["mail.example"], NamesOf("192.0.2.7", Response("mail.example", Record([0xC0, 12], A, s_address))));

    [Fact]
    public void A_name_that_points_at_itself_tells_nothing() => Assert.Empty(NamesOf("192.0.2.7", Response("mail.example", Record([0xC0, 30], A, s_address))));

    [Fact]
    public void Other_records_are_passed_over() =>
        Assert.Equal(["mail.example"], NamesOf("192.0.2.7", Response("mail.example", Record(Name("mail.example"), Text, [3, 1, 2, 3]), Record(Name("mail.example"), A, s_address))));

    [Fact]
    public void A_query_tells_nothing()
    {
        byte[] query = Response("mail.example", Record(Name("mail.example"), A, s_address));
        query[2] = 0x01;

        Assert.Empty(NamesOf("192.0.2.7", query));
    }

    [Fact]
    public void A_message_that_was_cut_anywhere_does_no_harm()
    {
        byte[] whole = Response("mail.example", Record(Name("mail.example"), A, s_address));
        for (int length = 0; length < whole.Length; length++) Assert.Empty(NamesOf("192.0.2.7", whole[..length]));
    }

    [Fact]
    public void Any_bytes_do_no_harm()
    {
        var random = new Random(53);
        var names = new HostNames();
        for (int i = 0; i < 2000; i++)
        {
            byte[] message = new byte[random.Next(200)];
            random.NextBytes(message);
            if (message.Length > 7) (message[2], message[4], message[6]) = (0x80, 0, 0);
            DnsAnswers.Read(message, names);
        }
        Assert.Equal("", string.Concat(names.Of(Address("192.0.2.7"))));
    }
}
