using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One\n\nTwo")]
    [InlineData("<div>One</div><div>Two</div>", "One\nTwo")]
    [InlineData("One<br>Two<br/>Three", "One\nTwo\nThree")]
    [InlineData("One<br><br>Two", "One\n\nTwo")]
    [InlineData("  a \r\n  b\t<b>c</b> d  ", "a b c d")]
    [InlineData("<h1>Title</h1>text", "Title\n\ntext")]
    [InlineData("a&nbsp;&amp;&lt;b&gt; &eacute; &#233; &#xe9; &unknown;", "a &<b> é é é &unknown;")]
    [InlineData("<pre>a\n  b</pre>c", "a\n  b\n\nc")]
    [InlineData("<ul><li>One<li>Two<ul><li>Deep</ul></ul>", "- One\n- Two\n  - Deep")]
    [InlineData("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two")]
    [InlineData("<table><tr><td>a<td>b</tr><tr><th>c</th><th>d</th></tr></table>", "a | b\nc | d")]
    [InlineData("<blockquote>said<blockquote>before</blockquote></blockquote>me", "> said\n\n>> before\n\nme")]
    [InlineData("a<hr>b", "a\n----\nb")]
    [InlineData("<img src=x alt='A cat'>", "[A cat]")]
    [InlineData("<img src=x>", "")]
    public void Layout_becomes_lines(string html, string expected)
    {
        Assert.Equal(expected, HtmlText.Render(html).Text);
    }

    [Theory]
    [InlineData("a<script>var x='</p>';</script>b", "ab")]
    [InlineData("a<SCRIPT>x</Script >b", "ab")]
    [InlineData("a<style>p{}</style>b", "ab")]
    [InlineData("<head><title>T</title></head><body>b", "b")]
    [InlineData("a<!-- <p>x -->b", "ab")]
    [InlineData("a<!-->b", "ab")]
    [InlineData("<!--[if mso]>x<![endif]-->a<!--[if !mso]><!-->b<!--<![endif]-->", "ab")]
    [InlineData("<!DOCTYPE html><?xml version='1.0'?>a", "a")]
    [InlineData("a<![CDATA[x]]>b", "ab")]
    [InlineData("a<script>never closed", "a")]
    [InlineData("a<!-- never closed", "a")]
    public void What_is_no_text_is_left_out(string html, string expected)
    {
        Assert.Equal(expected, HtmlText.Render(html).Text);
    }

    [Theory]
    [InlineData("1 < 2 and 3 <4", "1 < 2 and 3 <4")]
    [InlineData("a <> b", "a <> b")]
    [InlineData("<", "<")]
    [InlineData("a <b", "a")]
    [InlineData("<p title=\"a>b\">x", "x")]
    [InlineData("<p title='never closed>x", "x")]
    [InlineData("</>a</ b>c", "ac")]
    [InlineData("<a href=x/>y", "y[1]\n\n[1] x/")]
    public void Broken_markup_is_read_as_browsers_do(string html, string expected)
    {
        Assert.Equal(expected, HtmlText.Render(html).Text);
    }

    [Fact]
    public void A_link_is_a_footnote_with_its_true_target()
    {
        HtmlText text = HtmlText.Render("See <a class=x href=\"https://evil.example/?a=1&amp;b=2\"><b>https://bank.example</b></a>.");

        Assert.Equal("See https://bank.example[1].\n\n[1] https://evil.example/?a=1&b=2", text.Text);
        Assert.Equal([new HtmlLink("https://bank.example", "https://evil.example/?a=1&b=2")], text.Links);
    }

    [Fact]
    public void Links_within_the_text_itself_and_empty_ones_are_no_footnotes()
    {
        Assert.Equal("up x", HtmlText.Render("<a href='#top'>up</a> <a href=''>x</a>").Text);
    }

    [Fact]
    public void A_link_that_is_not_closed_ends_at_the_next()
    {
        Assert.Equal(["one", "two"], HtmlText.Render("<a href=1>one<a href=2>two").Links.Select(link => link.Shown));
    }

    [Theory]
    [InlineData("<div style='display: none'>x</div>y", "[hidden: x]\ny")]
    [InlineData("<span style=\"color:red; visibility:hidden\">x</span>y", "[hidden: x]y")]
    [InlineData("<span style='font-size:0'>x <span>in</span></span>y", "[hidden: x in]y")]
    [InlineData("<p hidden>x<p>y", "[hidden: x]\n\ny")]
    [InlineData("<span style='mso-hide:all'>x", "[hidden: x]")]
    public void Hidden_text_is_marked(string html, string expected)
    {
        HtmlText text = HtmlText.Render(html);

        Assert.Equal(expected, text.Text);
        Assert.True(text.HasHiddenText);
    }

    [Theory]
    [InlineData("<span style='opacity:0.9'>x</span>")]
    [InlineData("<span style='font-size:08pt'>x</span>")]
    [InlineData("<span style='x-display:none'>x</span>")]
    [InlineData("<img style='display:none'>x")]
    public void Text_that_is_shown_is_not_marked(string html)
    {
        HtmlText text = HtmlText.Render(html);

        Assert.Equal("x", text.Text);
        Assert.False(text.HasHiddenText);
    }

    [Fact]
    public void Text_and_links_are_bounded()
    {
        var limits = new HtmlLimits { TextLength = 100, Links = 2, LinkLength = 5 };

        HtmlText longText = HtmlText.Render(new string('x', 1000), limits);
        HtmlText manyLinks = HtmlText.Render(string.Concat(Enumerable.Repeat("<a href=http://long.example>x</a>", 5)), limits);

        Assert.Equal((100, true), (longText.Text.Length, longText.IsCut));
        Assert.Equal(["http:", "http:"], manyLinks.Links.Select(link => link.Target));
        Assert.True(manyLinks.IsCut);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<a ")]
    [InlineData("<a href=\"")]
    [InlineData("<a href='\"")]
    [InlineData("<a href=x>")]
    [InlineData("<!--")]
    [InlineData("<script>")]
    [InlineData("<svg></")]
    [InlineData("<div hidden>")]
    [InlineData("<blockquote>")]
    [InlineData("<ul><li>")]
    [InlineData("&")]
    [InlineData("&#x")]
    [InlineData("<td>")]
    [InlineData("</div>")]
    public void A_flood_is_rendered_to_its_end(string piece)
    {
        string flood = string.Concat(Enumerable.Repeat(piece, 100_000));

        Assert.InRange(HtmlText.Render(flood).Text.Length, 0, 2 * 1024 * 1024);
    }
}
