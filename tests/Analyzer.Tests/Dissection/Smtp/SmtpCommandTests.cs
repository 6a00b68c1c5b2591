using System.Text;
using Analyzer.Dissection.Smtp;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpCommandTests
{
    [Theory]
    [InlineData("DATA", "DATA", "")]
    [InlineData("  data  ", "data", "")]
    [InlineData("MAIL FROM:<a@b> SIZE=1", "MAIL", "FROM:<a@b> SIZE=1")]
    [InlineData("MAIL\tFROM:<a@b>", "MAIL", "FROM:<a@b>")]
    [InlineData("NOOP   two  words ", "NOOP", "two  words")]
    [InlineData("", "", "")]
    [InlineData("   ", "", "")]
    public void A_line_is_a_word_and_an_argument(string line, string word, string argument)
    {
        SmtpCommand command = SmtpCommand.Parse(Encoding.ASCII.GetBytes(line));

        Assert.Equal(word, Encoding.ASCII.GetString(command.Word));
        Assert.Equal(argument, Encoding.ASCII.GetString(command.Argument));
    }

    [Fact]
    public void An_endless_word_is_cut_and_nothing_of_it_is_lost()
    {
        SmtpCommand command = SmtpCommand.Parse(Encoding.ASCII.GetBytes(new string('x', 1000)));

        Assert.Equal(1000, command.Word.Length + command.Argument.Length);
        Assert.InRange(command.Word.Length, 1, 64);
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b>", true)]
    [InlineData("mail from: a@b", true)]
    [InlineData("MAIL call", false)]
    [InlineData("RCPT TO:<a@b>", true)]
    [InlineData("EHLO a.example", true)]
    [InlineData("EHLO", false)]
    [InlineData("Helo my friends", false)]
    [InlineData("DATA", true)]
    [InlineData("DATA\r", true)]
    [InlineData("Data follow", false)]
    [InlineData("BDAT 10 LAST", true)]
    [InlineData("BDAT x", false)]
    [InlineData("RSET", true)]
    [InlineData("QUIT", true)]
    [InlineData("Quit it", false)]
    [InlineData("NOOP", true)]
    [InlineData("STARTTLS", true)]
    [InlineData("AUTH PLAIN AHRpbQBzZWNyZXQ=", true)]
    [InlineData("AUTH", false)]
    [InlineData("Help me", false)]
    [InlineData("Subject: x", false)]
    [InlineData(".", false)]
    [InlineData("", false)]
    public void A_command_can_be_told_from_prose(string line, bool isCommand) => Assert.Equal(isCommand, SmtpCommand.IsUnmistakable(Encoding.ASCII.GetBytes(line)));

    [Theory]
    [InlineData("0 LAST", 0, true)]
    [InlineData("0", 0, false)]
    [InlineData("1000", 1000, false)]
    [InlineData(" 1000  last ", 1000, true)]
    [InlineData("9223372036854775807", long.MaxValue, false)]
    public void A_chunk_has_a_size_and_may_be_the_last(string text, long size, bool isLast)
    {
        Assert.True(BdatArgument.TryParse(Encoding.ASCII.GetBytes(text), out BdatArgument argument));
        Assert.Equal(new BdatArgument(size, isLast), argument);
    }

    [Theory]
    [InlineData("")]
    [InlineData("LAST")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("1 2")]
    [InlineData("1LAST")]
    [InlineData("0x10")]
    [InlineData("9223372036854775808")]
    public void A_chunk_without_a_size_is_none(string text) => Assert.False(BdatArgument.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
