using System.Text;
using Analyzer.Dissection.Mail;
using Analyzer.Servers.Composing;

namespace Analyzer.Tests.Servers.Composing;

public sealed class ComposerTests
{
    static string Compose(string subject = "Hello", string text = "hi", string from = "alice@crepes.fr", string[]? to = null, params Attachment[] attachments) => Encoding.UTF8.GetString(new Composer
    {
        From = from,
        To = to ?? ["bob@hamburger.edu"],
        Subject = subject,
        Text = text,
        Attachments = attachments,
        Date = new DateTimeOffset(2026, 11, 20, 8, 5, 0, TimeSpan.FromHours(-5)),
        Randomness = count => new byte[count],
    }.Compose());

    [Fact]
    public void A_plain_message_is_what_a_person_would_write()
    {
        Assert.Equal("""
            Date: Fri, 20 Nov 2026 08:05:00 -0500
            From: Alice <alice@crepes.fr>
            To: bob@hamburger.edu
            Subject: Hello
            Message-ID: <00000000000000000000@crepes.fr>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii
            Content-Transfer-Encoding: 7bit

            Do you like ketchup?
            How about pickles?

            """.ReplaceLineEndings("\r\n"), Compose(text: "Do you like ketchup?\nHow about pickles?", from: "Alice <alice@crepes.fr>"));
    }

    [Theory]
    [InlineData("Picture of yummy crêpe")]
    [InlineData("=?utf-8?B?eA==?= in a subject that is text")]
    [InlineData("a long subject of plain words that goes on and on until it does not fit into one line of a header any more, and then some")]
    [InlineData("Очень длинная тема письма, которая не помещается в одно закодированное слово и потому делится на несколько")]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦")]
    public void A_subject_comes_back_as_it_was(string subject)
    {
        string message = Compose(subject);
        string field = message[message.IndexOf("Subject:", StringComparison.Ordinal)..message.IndexOf("\r\nMessage-ID", StringComparison.Ordinal)];

        Assert.All(field.Split("\r\n"), line => Assert.InRange(line.Length, 1, 78));
        Assert.Equal(subject, EncodedWord.Decode(field["Subject: ".Length..].Replace("\r\n ", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_subject_cannot_add_a_field()
    {
        Assert.DoesNotContain("\r\nBcc:", Compose("x\r\nBcc: eve@evil.example"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crêpe au sucre =)\n", "cr=C3=AApe au sucre =3D)\r\n")]
    [InlineData("é blank at the end \n", "=C3=A9 blank at the end=20\r\n")]
    public void A_text_that_is_not_plain_is_quoted_printable(string text, string encoded)
    {
        Assert.EndsWith("charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + encoded, Compose(text: text), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lines_are_broken_softly()
    {
        string body = Compose(text: new string('x', 300)).Split("\r\n\r\n")[1];

        Assert.All(body.Split("\r\n"), line => Assert.InRange(line.Length, 0, 76));
        Assert.Equal(new string('x', 300) + "\r\n", body.Replace("=\r\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Attachments_go_as_base64_under_their_names()
    {
        string message = Compose(attachments: [new("crêpe.jpg", new byte[100]), new("no\"tes.txt", "hi"u8.ToArray())]);

        Assert.Contains("Content-Type: image/jpeg\r\nContent-Disposition: attachment;\r\n filename*=utf-8''cr%C3%AApe.jpg\r\n", message, StringComparison.Ordinal);
        Assert.Contains(" filename=\"no\\\"tes.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n--=_000000000000000000000000--\r\n", message, StringComparison.Ordinal);
        Assert.All(message.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
    }

    [Theory]
    [InlineData("O'Neil, Ann <ann@b.c>", "From: \"O'Neil, Ann\" <ann@b.c>")]
    [InlineData("Zoé <zoe@b.c>", "From: =?utf-8?B?Wm/DqQ==?= <zoe@b.c>")]
    [InlineData("<ann@b.c>", "From: ann@b.c")]
    public void A_name_is_quoted_or_encoded_as_it_needs(string from, string field)
    {
        Assert.Contains($"\r\n{field}\r\n", Compose(from: from), StringComparison.Ordinal);
    }
}
