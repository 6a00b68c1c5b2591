using Analyzer.Servers.Accounts;
using Analyzer.Servers.Dns;

namespace Analyzer.Tests.Servers.Dns;

public sealed class DnsResponderTests
{
    static readonly DnsResponder s_responder = new(new DnsZones(
    [
        new ZoneRecord("crepes.fr", ZoneRecordType.A, "127.0.0.2"),
        new ZoneRecord("crepes.fr", ZoneRecordType.Mx, "mail.crepes.fr") { Preference = 10 },
        new ZoneRecord("deep.below.crepes.fr", ZoneRecordType.A, "127.0.0.3"),
        new ZoneRecord("www.crepes.fr", ZoneRecordType.Cname, "crepes.fr"),
        new ZoneRecord("ring.fr", ZoneRecordType.Cname, "ring.fr"),
        .. Enumerable.Range(0, 60).Select(number => new ZoneRecord("many.fr", ZoneRecordType.A, $"127.0.1.{number}")),
    ]));

    [Theory]
    [InlineData("the address of a name", "1234 0100 0001 0000 0000 0000 06637265706573 026672 00 0001 0001", "1234 8500 0001 0001 0000 0000 06637265706573 026672 00 0001 0001 C00C 0001 0001 00000E10 0004 7F000002")]
    [InlineData("its mail exchanger, in capitals", "1234 0000 0001 0000 0000 0000 06435245504553 024652 00 000F 0001", "1234 8400 0001 0001 0000 0000 06435245504553 024652 00 000F 0001 C00C 000F 0001 00000E10 0012 000A 046D61696C 06637265706573 026672 00")]
    [InlineData("a name that does not exist", "1234 0000 0001 0000 0000 0000 01 78 00 0001 0001", "1234 8403 0001 0000 0001 0000 0178 00 0001 0001 00 0006 0001 0000003C 0016 00 00 00000001 00000E10 00000E10 00000E10 0000003C")]
    [InlineData("a type that the name does not have", "1234 0000 0001 0000 0000 0000 026672 00 0001 0001", "1234 8400 0001 0000 0001 0000 026672 00 0001 0001 00 0006 0001 0000003C 0016 00 00 00000001 00000E10 00000E10 00000E10 0000003C")]
    [InlineData("another operation", "1234 2800 0001 0000 0000 0000 026672 00 0001 0001", "1234 AC04 0001 0000 0000 0000 026672 00 0001 0001")]
    [InlineData("another class", "1234 0000 0001 0000 0000 0000 026672 00 0001 0003", "1234 8405 0001 0000 0000 0000 026672 00 0001 0003")]
    [InlineData("no question", "1234 0000 0000 0000 0000 0000", "1234 8401 0000 0000 0000 0000")]
    [InlineData("a question that breaks off", "1234 0000 0001 0000 0000 0000 06637265", "1234 8401 0000 0000 0000 0000")]
    [InlineData("a name that points to itself", "1234 0000 0001 0000 0000 0000 C00C 0001 0001", "1234 8401 0000 0000 0000 0000")]
    [InlineData("options", "1234 0000 0001 0000 0000 0001 01 78 00 0001 0001 00 0029 1000 00000000 0000", "1234 8403 0001 0000 0001 0001 0178 00 0001 0001 00 0006 0001 0000003C 0016 00 00 00000001 00000E10 00000E10 00000E10 0000003C 00 0029 04D0 00000000 0000")]
    public void Each_question_has_its_answer(string what, string question, string expected)
    {
        Assert.True(expected.Replace(" ", "", StringComparison.Ordinal) == Convert.ToHexString(s_responder.AnswerDatagram(Bytes(question))!), what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234 0000 0001")]
    [InlineData("1234 8000 0001 0000 0000 0000 0178 00 0001 0001")]
    public void What_is_no_question_gets_no_answer(string message)
    {
        Assert.Null(s_responder.AnswerDatagram(Bytes(message)));
    }

    [Fact]
    public void An_alias_comes_with_what_it_stands_for()
    {
        byte[] answer = s_responder.AnswerDatagram(Bytes("1234 0000 0001 0000 0000 0000 03777777 06637265706573 026672 00 0001 0001"))!;

        Assert.Equal(2, answer[7]);
        Assert.EndsWith("7F000002", Convert.ToHexString(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_of_aliases_ends()
    {
        byte[] answer = s_responder.AnswerDatagram(Bytes("1234 0000 0001 0000 0000 0000 0472696E67 026672 00 0001 0001"))!;

        Assert.InRange(answer[7], 1, 20);
    }

    [Fact]
    public void A_long_answer_is_cut_in_a_datagram_and_whole_over_TCP()
    {
        byte[] question = Bytes("1234 0000 0001 0000 0000 0000 046D616E79 026672 00 0001 0001");
        byte[] cut = s_responder.AnswerDatagram(question)!;
        byte[] whole = s_responder.AnswerStream(question)!;

        Assert.Equal((2, 0), (cut[2] & 2, cut[7]));
        Assert.Equal((0, 60), (whole[2] & 2, whole[7]));
    }

    [Fact]
    public void Hostile_bytes_do_no_harm()
    {
        var random = new Random(7);
        byte[] model = Bytes("1234 0000 0001 0000 0000 0001 06637265706573 026672 00 0001 0001 00 0029 1000 00000000 0000");
        for (int round = 0; round < 20_000; round++)
        {
            byte[] message = model[..random.Next(model.Length + 1)];
            for (int change = random.Next(4); change > 0 && message.Length > 0; change--) message[random.Next(message.Length)] = (byte)random.Next(256);

            Assert.InRange(s_responder.AnswerDatagram(message)?.Length ?? 12, 12, 1232);
            DnsAnswer.TryParse(message, model, out _, out _);
        }
    }

    static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
