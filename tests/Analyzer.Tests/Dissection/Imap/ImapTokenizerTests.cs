using System.Text;
using Analyzer.Dissection.Imap;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapTokenizerTests
{
    static string Tokens(string line)
    {
        var tokens = new ImapTokenizer(Encoding.Latin1.GetBytes(line));
        var text = new StringBuilder();
        while (tokens.TryRead(out ImapToken token))
        {
            text.Append(token.Kind switch
            {
                ImapTokenKind.Open => "( ",
                ImapTokenKind.Close => ") ",
                ImapTokenKind.Quoted => $"'{token.Decode()}' ",
                _ => $"{token.Decode()} ",
            });
        }
        return text.Append(tokens.EndedInQuotes ? "!" : "").ToString().TrimEnd();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("a b  c", "a b c")]
    [InlineData("FLAGS (\\Seen $x)", "FLAGS ( \\Seen $x )")]
    [InlineData("(()(a))", "( ( ) ( a ) )")]
    [InlineData("\"a b\" \"\"", "'a b' ''")]
    [InlineData("\"say \\\"hi\\\" \\\\\" x", "'say \"hi\" \\' x")]
    [InlineData("\"(not [a] list\" )", "'(not [a] list' )")]
    [InlineData("[Gmail]/Sent", "[Gmail]/Sent")]
    [InlineData("BODY[HEADER.FIELDS (FROM)]<0>", "BODY[HEADER.FIELDS ( FROM ) ]<0>")]
    [InlineData("FLAGS(\\Seen)\"x\"", "FLAGS ( \\Seen ) 'x'")]
    [InlineData("\"open", "'open' !")]
    [InlineData("\"open \\", "'open \\' !")]
    [InlineData("a {5} b", "a {5} b")]
    public void Lines_are_cut_into_tokens(string line, string expected) => Assert.Equal(expected, Tokens(line));

    [Theory]
    [InlineData("{5}", true, 5, true, 0)]
    [InlineData("a LOGIN {0}", true, 0, true, 8)]
    [InlineData("x {12+}", true, 12, false, 2)]
    [InlineData("x {12-}", true, 12, false, 2)]
    [InlineData("x ~{7}", true, 7, true, 2)]
    [InlineData("x ~{7+}", true, 7, false, 2)]
    [InlineData("(TEXT {4294967296}", true, 4294967296, true, 6)]
    [InlineData("BODY[]{3}", true, 3, true, 6)]
    [InlineData("x {99999999999999999999}", false, 0, false, 0)]
    [InlineData("x {-1}", false, 0, false, 0)]
    [InlineData("x {}", false, 0, false, 0)]
    [InlineData("x {+}", false, 0, false, 0)]
    [InlineData("x {5} ", false, 0, false, 0)]
    [InlineData("password{5}", false, 0, false, 0)]
    [InlineData("}", false, 0, false, 0)]
    public void Literals_are_announced_at_the_end_of_a_line(string line, bool found, long size, bool waits, int start)
    {
        Assert.Equal(found, LiteralHeader.TryFind(Encoding.ASCII.GetBytes(line), out LiteralHeader header));
        Assert.Equal(new LiteralHeader(size, waits, start), header);
    }

    [Theory]
    [InlineData("BODY[]", "", null, null)]
    [InlineData("body.peek[header]<0.10>", "HEADER", 0L, 10L)]
    [InlineData("BODY[1.2.mime]", "1.2.MIME", null, null)]
    [InlineData("RFC822.TEXT", "TEXT", null, null)]
    [InlineData("BINARY.PEEK[2]<5>", "2", 5L, null)]
    [InlineData("BODY[]<x>", "", null, null)]
    [InlineData("BODY[]<-5>", "", null, null)]
    [InlineData("BODY[]<", "", null, null)]
    public void Item_names_tell_section_origin_and_length(string item, string section, long? origin, long? length)
    {
        Assert.True(FetchSection.TryParse(Encoding.ASCII.GetBytes(item), out FetchSection parsed));
        Assert.Equal((section, origin, length), (parsed.Section, parsed.Origin, parsed.Length));
    }

    [Theory]
    [InlineData("BODY")]
    [InlineData("BODYSTRUCTURE")]
    [InlineData("UID")]
    [InlineData("X[1]")]
    [InlineData("BODY]x[")]
    [InlineData("BODY[")]
    public void Other_items_carry_no_message_text(string item) => Assert.False(FetchSection.TryParse(Encoding.ASCII.GetBytes(item), out _));

    [Theory]
    [InlineData("OK done", "OK", "", "", "done")]
    [InlineData("no [TRYCREATE] none", "NO", "TRYCREATE", "", "none")]
    [InlineData("OK [COPYUID 1 2:3 4:5] x", "OK", "COPYUID", "1 2:3 4:5", "x")]
    [InlineData("BAD", "BAD", "", "", "")]
    [InlineData("OK [open", "OK", "open", "", "")]
    [InlineData("OK ]", "OK", "", "", "]")]
    public void A_status_has_a_code_and_a_text(string line, string result, string code, string arguments, string text)
    {
        Assert.True(StatusResponse.TryParse(Encoding.ASCII.GetBytes(line), out StatusResponse status));
        Assert.Equal((result, code, arguments, text),
            (status.Result, Encoding.ASCII.GetString(status.Code), Encoding.ASCII.GetString(status.CodeArguments), Encoding.ASCII.GetString(status.Text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OKAY x")]
    [InlineData("LIST x")]
    public void Other_words_are_no_status(string line) => Assert.False(StatusResponse.TryParse(Encoding.ASCII.GetBytes(line), out _));
}
