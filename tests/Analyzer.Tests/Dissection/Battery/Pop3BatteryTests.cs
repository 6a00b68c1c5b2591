using Analyzer.Dissection.Sessions;
using static Analyzer.Tests.Dissection.Battery.BatteryMail;
using static Analyzer.Tests.Dissection.Battery.CapturedDialogue;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>What other tools were measured with, over POP3.</summary>
public sealed class Pop3BatteryTests
{
    static CapturedDialogue LoggedIn() =>
        new CapturedDialogue(110).S("+OK ready\r\n").C("USER bob\r\n").S("+OK\r\n").C("PASS secret\r\n").S("+OK in\r\n");

    static IReadOnlyList<MessageRecord> Ended(CapturedDialogue dialogue) => MessagesIn(dialogue.C("QUIT\r\n").S("+OK bye\r\n").End().Read());

    [Theory]
    [InlineData("+OK 4404 octets")]
    [InlineData("+OK")]
    [InlineData("+OK 17 octets")]
    [InlineData("+OK message follows, 99999 in all")]
    public void A_mail_is_exact_whatever_its_reply_counts(string status)
    {
        IReadOnlyList<MessageRecord> found = Ended(LoggedIn().C("RETR 1\r\n").S($"{status}\r\n").S(Stuffed(First)).C("RETR 2\r\n").S($"{status}\r\n").S(Stuffed(Second)));

        AssertExact(found, First, Second);
        AssertAttachment(found[0], 3000);
    }

    [Fact]
    public void Status_line_and_mail_may_share_a_segment() => AssertExact(Ended(LoggedIn().C("RETR 1\r\n").S($"+OK\r\n{Stuffed(Second)}")), Second);

    [Fact]
    public void Pipelined_retrievals_are_each_a_mail() =>
        AssertExact(Ended(LoggedIn().C("RETR 1\r\nRETR 2\r\nRETR 3\r\n").S($"+OK\r\n{Stuffed(First)}+OK 9 octets\r\n{Stuffed(Second)}-ERR no such message\r\n")), First, Second);

    [Theory]
    [InlineData("+OK is no reply here")]
    [InlineData("-ERR neither")]
    public void A_line_that_looks_like_a_reply_at_the_start_of_a_segment_is_text(string line)
    {
        string mail = $"Subject: tricky\r\n\r\nbefore\r\n{line}\r\nbehind\r\n";
        int cut = mail.IndexOf(line, StringComparison.Ordinal);

        AssertExact(Ended(LoggedIn().C("RETR 1\r\n").S("+OK\r\n").S(mail[..cut]).S(Stuffed(mail[cut..])).C("RETR 2\r\n").S($"+OK\r\n{Stuffed(Second)}")), mail, Second);
    }

    [Fact]
    public void A_segment_that_was_never_captured_is_counted_and_the_next_mail_is_whole()
    {
        IReadOnlyList<MessageRecord> found = Ended(LoggedIn().C("RETR 1\r\n").S("+OK\r\n").S(Stuffed(First), segments => segments.Where((_, index) => index != 1)).C("RETR 2\r\n").S($"+OK\r\n{Stuffed(Second)}"));

        Assert.Equal((false, 1460L, First.Length - 1460L), (found[0].Complete, found[0].Missing, found[0].Size));
        AssertExact(found.Skip(1), Second);
    }

    [Fact]
    public void TOP_is_told_as_a_part() => Assert.Equal(("TOP 0", "first"), Ended(LoggedIn().C("TOP 1 0\r\n").S($"+OK\r\n{First[..(First.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)]}.\r\n")).Select(message => (message.Part, message.Subject)).Single());
}
