using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class HeaderFieldTests
{
    static HeaderList Headers(string text) => Reading.Of(text).Headers;

    [Fact]
    public void Fields_keep_their_order_repetitions_and_raw_bytes()
    {
        HeaderList headers = Headers("Received: a\nreceived: b\n c\nTo:x\n\n");

        Assert.Equal(["Received", "received", "To"], headers.Select(field => field.Name));
        Assert.Equal(2, headers.FindAll("RECEIVED").Count());
        Assert.Equal(" b\r\n c", Encoding.ASCII.GetString(headers[1].RawValue));
        Assert.Equal("received: b\r\n c", Encoding.ASCII.GetString(headers[1].Raw));
        Assert.Equal(13, headers[1].Offset);
    }

    [Theory]
    [InlineData("Subject: one\n two\n", "one two")]
    [InlineData("Subject: one\n\ttwo\n", "one two")]
    [InlineData("Subject: one \n     two\n", "one two")]
    [InlineData("Subject: one  two\n", "one  two")]
    [InlineData("Subject:\n one\n", "one")]
    [InlineData("Subject: one\n \n two\n", "one two")]
    [InlineData("Subject: one\n \n", "one")]
    [InlineData("Subject:one\n", "one")]
    [InlineData("Subject:\n", "")]
    public void Folded_lines_become_one(string header, string expected)
    {
        Assert.Equal(expected, Headers(header + "\n").Decode("Subject"));
    }

    [Fact]
    public void Encoded_words_on_folded_lines_are_joined()
    {
        Assert.Equal("йй", Headers("Subject: =?utf-8?B?0Lk=?=\n =?UTF-8?Q?=D0=B9?=\n\n").Decode("Subject"));
    }

    [Fact]
    public void Raw_UTF_8_is_UTF_8()
    {
        Assert.Equal("Příliš", Reading.Of(Encoding.UTF8.GetBytes("Subject: Příliš\r\n\r\n")).Subject);
    }

    [Theory]
    [InlineData("Subject: See What\u0092s Next\n\n", "See What’s Next")]
    [InlineData("Subject: \u00EF\u00F0\u00E8\u00E2\u00E5\u00F2\nContent-Type: text/plain; charset=windows-1251\n\n", "привет")]
    [InlineData("Subject: caf\u00E9\nContent-Type: text/plain; charset=utf-8\n\n", "café")]
    [InlineData("Subject: caf\u00E9\nContent-Type: text/plain; charset=x-none\n\n", "café")]
    public void Raw_8_bit_bytes_are_in_the_body_s_charset_or_Windows_1252(string text, string expected)
    {
        Assert.Equal(expected, Reading.Of(text).Subject);
    }

    [Fact]
    public void Control_characters_of_a_value_are_kept()
    {
        Assert.Equal("a\u001B[31mb", Reading.Of("Subject: a\u001B[31mb\n\n").Subject);
    }

    [Fact]
    public void A_field_that_is_not_there_is_null()
    {
        HeaderList headers = Headers("Subject: x\n\n");

        Assert.Null(headers.Decode("To"));
        Assert.False(headers.TryFind("Sub", out _));
    }

    [Fact]
    public void The_last_field_may_lack_its_line_end()
    {
        Assert.Equal("b", Headers("Subject: a\nTo: b").Decode("To"));
        Assert.Equal("b", Reading.Of("Subject: a\r\nTo: b"u8).Headers.Decode("To"));
    }
}
