using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class PartialMessageTests
{
    [Theory]
    [InlineData("message/partial; id=\"abc@x.example\"; number=2; total=3", "abc@x.example", 2, 3)]
    [InlineData("message/partial; number=1; id=abc", "abc", 1, null)]
    public void A_piece_tells_which_it_is(string type, string id, int number, int? total)
    {
        Assert.Equal(new PartialMessage(id, number, total), PartialMessage.Read(Reading.Of($"Content-Type: {type}\n\nx").Root));
    }

    [Theory]
    [InlineData("text/plain; id=a; number=1")]
    [InlineData("message/partial; id=a")]
    [InlineData("message/partial; number=1")]
    [InlineData("message/partial; id=a; number=0")]
    [InlineData("message/partial; id=a; number=99999999999")]
    public void What_does_not_tell_is_no_piece(string type)
    {
        Assert.Null(PartialMessage.Read(Reading.Of($"Content-Type: {type}\n\nx").Root));
    }
}
