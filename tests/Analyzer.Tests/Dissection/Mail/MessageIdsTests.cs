using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MessageIdsTests
{
    [Theory]
    [InlineData("<a@x> <b@x>", "<a@x>|<b@x>")]
    [InlineData("<a@x><b@x>", "<a@x>|<b@x>")]
    [InlineData("Your message of Monday <a@x> (comment)", "<a@x>")]
    [InlineData("<a <b@x>", "<b@x>")]
    [InlineData("<a @x>", "<a@x>")]
    [InlineData("<a@x", "")]
    [InlineData("none", "")]
    public void Identifiers_are_found_by_their_brackets(string value, string expected)
    {
        Assert.Equal(expected, string.Join('|', MessageIds.Parse(value)));
    }

    [Fact]
    public void A_message_tells_its_own_and_those_before_it()
    {
        MimeMessage message = Reading.Of("Message-ID: <c@x> \nIn-Reply-To: <b@x>\nReferences: <a@x>\n <b@x>\n\n");

        Assert.Equal("<c@x>", message.MessageId);
        Assert.Equal(["<b@x>"], message.InReplyTo);
        Assert.Equal(["<a@x>", "<b@x>"], message.References);
    }

    [Theory]
    [InlineData("<")]
    [InlineData(">")]
    [InlineData("<>")]
    public void A_flood_gives_a_bounded_list(string piece)
    {
        Assert.InRange(MessageIds.Parse(string.Concat(Enumerable.Repeat(piece, 100_000))).Count, 0, 1000);
    }
}
