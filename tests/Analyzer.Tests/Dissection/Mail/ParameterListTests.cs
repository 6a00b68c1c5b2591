using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class ParameterListTests
{
    static string? Name(string disposition) => Reading.Of($"Content-Disposition: {disposition}\n\n").Root.FileName;

    static ContentType Type(string value) => Reading.Of($"Content-Type: {value}\n\n").Root.ContentType;

    [Theory]
    [InlineData("attachment; filename=a.txt", "a.txt")]
    [InlineData("attachment; filename=\"a b.txt\"", "a b.txt")]
    [InlineData("attachment; FileName = \"a.txt\"", "a.txt")]
    [InlineData("attachment;filename=a.txt;size=3", "a.txt")]
    [InlineData("attachment; filename=\"a\\\"b\\\\c.txt\"", "a\"b\\c.txt")]
    [InlineData("attachment; filename=\"\"", "")]
    [InlineData("attachment; filename=\"a;b.txt\"; size=3", "a;b.txt")]
    [InlineData("attachment (a; comment) ; (another) filename=a.txt (third)", "a.txt")]
    [InlineData("attachment; filename=\"very\n long.txt\"", "very long.txt")]
    [InlineData("attachment; filename=\"trail. . \"", "trail. . ")]
    public void A_plain_value_is_what_it_says(string disposition, string expected)
    {
        Assert.Equal(expected, Name(disposition));
    }

    [Theory]
    [InlineData("attachment; filename=my file (1).pdf", "my file (1).pdf")]
    [InlineData("attachment; filename=my file.pdf; size=3", "my file.pdf")]
    [InlineData("attachment; filename=\"open.txt", "open.txt")]
    [InlineData("attachment; filename=\"a\"b\".txt\"", "a\"b\".txt")]
    [InlineData("attachment; filename=\"C:\\dir\\name.txt\"", "C:\\dir\\name.txt")]
    [InlineData("attachment; filename=\"C:\\dir\\\"", "C:\\dir\\")]
    [InlineData("attachment; filename=\"a.txt\" size=3", "a.txt")]
    [InlineData("attachment; filename=\"a.txt\" size=\"3\"", "a.txt")]
    [InlineData("attachment; filename=\"a.txt\">; size=3", "a.txt")]
    [InlineData("attachment; filename=\"a.txt\"x; title=\"b\"", "a.txt")]
    [InlineData("attachment; ; filename=a.txt;;", "a.txt")]
    [InlineData("attachment; flag; filename=a.txt", "a.txt")]
    [InlineData("attachment; (unclosed; filename=a.txt", "a.txt")]
    [InlineData("filename=a.txt", "a.txt")]
    [InlineData("\"attachment; filename=a.txt", "a.txt")]
    [InlineData("attachment; filename=a.txt; filename=b.txt", "a.txt")]
    [InlineData("attachment; name=a.txt", "a.txt")]
    public void A_faulty_value_is_read_as_it_was_meant(string disposition, string expected)
    {
        Assert.Equal(expected, Name(disposition));
    }

    [Theory]
    [InlineData("attachment; filename*=utf-8''%C3%9Cbersicht%20%E2%80%93%20gr%C3%B6%C3%9Fe.txt", "Übersicht – größe.txt")]
    [InlineData("attachment; filename*=iso-8859-1'de'gr%FC%DF.txt", "grüß.txt")]
    [InlineData("attachment; filename*0=\"long \"; filename*1=name.txt", "long name.txt")]
    [InlineData("attachment; filename*1=b; filename*0=a", "ab")]
    [InlineData("attachment; filename*0*=utf-8''%D0; filename*1*=%B9; filename*2=.txt", "й.txt")]
    [InlineData("attachment; filename*0*=utf-8''a%20; filename*1=%20b", "a %20b")]
    [InlineData("attachment; filename=plain.txt; filename*=utf-8''ext.txt", "ext.txt")]
    [InlineData("attachment; filename*=utf-8''ext.txt; filename=plain.txt", "ext.txt")]
    [InlineData("attachment; filename*0=a; filename*2=c", "a")]
    [InlineData("attachment; filename*=utf-8''a%ZZb%2", "a%ZZb%2")]
    [InlineData("attachment; filename*=no-quotes%20here", "no-quotes here")]
    [InlineData("attachment; filename*=x-no-such''caf%C3%A9", "café")]
    [InlineData("attachment; filename*=utf-8''inv%E2%80%AEgpj.exe", "inv\u202Egpj.exe")]
    [InlineData("attachment; filename*=utf-8''nul%00byte.exe", "nul\0byte.exe")]
    public void An_extended_value_is_joined_and_decoded(string disposition, string expected)
    {
        // RFC 2231 3 and 4.
        Assert.Equal(expected, Name(disposition));
    }

    [Theory]
    [InlineData("attachment; filename=\"=?UTF-8?B?0LfQuNC80YsudHh0?=\"", "зимы.txt")]
    [InlineData("attachment; filename==?iso-8859-1?Q?caf=E9.txt?=", "café.txt")]
    [InlineData("attachment; filename=\"caf\u00E9.txt\"", "café.txt")]
    [InlineData("attachment; filename=\"caf\u00C3\u00A9.txt\"", "café.txt")]
    public void Encoded_words_and_raw_bytes_in_a_value_are_decoded_too(string disposition, string expected)
    {
        Assert.Equal(expected, Name(disposition));
    }

    [Fact]
    public void The_raw_bytes_of_a_name_are_kept()
    {
        MimePart part = Reading.Of("Content-Disposition: attachment; filename=\"\u00C4\u00E3.txt\"\n\n").Root;

        Assert.Equal([0xC4, 0xE3, (byte)'.', (byte)'t', (byte)'x', (byte)'t'], part.RawFileName.ToArray());
    }

    [Fact]
    public void A_value_tells_its_charset_and_language()
    {
        MimeParameter parameter = Type("text/plain; title*=us-ascii'en-us'This%20is").Parameters.Find("title")!;

        Assert.Equal(("This is", "us-ascii", "en-us"), (parameter.Value, parameter.Charset, parameter.Language));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "text/html", "utf-8")]
    [InlineData("TEXT/HTML;CHARSET=\"UTF-8\"", "text/html", "UTF-8")]
    [InlineData("text/plain; charset=us-ascii (Plain text)", "text/plain", "us-ascii")]
    [InlineData("(a) text/plain (b); charset=us-ascii", "text/plain", "us-ascii")]
    [InlineData("text", "text/plain", null)]
    [InlineData("", "text/plain", null)]
    [InlineData("/", "text/plain", null)]
    [InlineData("a/b/c; charset=x", "text/plain", "x")]
    public void A_content_type_is_read(string value, string mediaType, string? charset)
    {
        ContentType type = Type(value);

        Assert.Equal((mediaType, charset), (type.MediaType, type.Charset));
    }

    [Fact]
    public void A_name_may_be_in_the_content_type_alone()
    {
        Assert.Equal("a.png", Reading.Of("Content-Type: image/png; name=a.png\nContent-Disposition: inline\n\n").Root.FileName);
    }

    [Fact]
    public void Parameters_beyond_the_limit_are_left_out_and_told()
    {
        string many = string.Concat(Enumerable.Range(0, 1000).Select(i => $";\n p{i}=v"));

        MimeMessage message = Reading.Of($"Content-Type: text/plain{many}\n\n");

        Assert.Equal(256, message.Root.ContentType.Parameters.Count);
        Assert.Equal(MimeLimit.Parameters, message.Reached);
    }

    [Fact]
    public void A_long_file_name_is_cut_and_told()
    {
        MimeMessage message = Reading.Of($"Content-Disposition: attachment; filename={new string('a', 5000)}\n\n");

        Assert.Equal(1024, message.Root.FileName!.Length);
        Assert.Equal(MimeLimit.FileNameLength, message.Reached);
    }

    [Theory]
    [InlineData(";(=")]
    [InlineData("(")]
    [InlineData("\"")]
    [InlineData(";a=\"")]
    [InlineData(";a*0*=''")]
    [InlineData("\\")]
    public void A_flood_is_read_to_its_end(string piece)
    {
        string flood = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));

        Assert.InRange(Type("text/plain" + flood).Parameters.Count, 0, 256);
    }
}
