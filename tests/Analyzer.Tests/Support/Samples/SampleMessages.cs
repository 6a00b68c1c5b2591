using System.Text;

namespace Analyzer.Tests.Support.Samples;

/// <summary>The messages that travel in the samples, byte for byte as the sender has them.</summary>
static class SampleMessages
{
    public static readonly byte[] Lunch = Text(
        "From: Alice <alice@crepes.fr>",
        "To: Bob <bob@hamburger.edu>",
        "Date: Tue, 03 Feb 2026 08:59:40 +0000",
        "Subject: Lunch on Friday",
        "Message-ID: <20260203.1@crepes.fr>",
        "",
        "Will you come to lunch on Friday?",
        "Tell me which sauce to buy.");

    public static readonly byte[] Picture = SamplePicture.Crepe();

    public static readonly byte[] Recipe = Text(
        "From: Alice <alice@crepes.fr>",
        "To: Bob <bob@hamburger.edu>",
        "Date: Tue, 03 Feb 2026 08:59:50 +0000",
        "Subject: =?utf-8?Q?Une_cr=C3=AApe_pour_Bob?=",
        "Message-ID: <20260203.2@crepes.fr>",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=\"plate\"",
        "",
        "A reader without MIME sees this line.",
        "--plate",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "The picture shows a cr=C3=AApe. The next three lines begin with a dot:",
        ".",
        "..",
        ".5 l of milk, 250 g of flour, 3 eggs",
        "None of them ends the message.",
        "--plate",
        "Content-Type: image/png",
        "Content-Disposition: attachment; filename*=utf-8''cr%C3%AApe.png",
        "Content-Transfer-Encoding: base64",
        "",
        Convert.ToBase64String(Picture, Base64FormattingOptions.InsertLineBreaks),
        "--plate--");

    public static readonly byte[] Thanks = Text(
        "From: Alice <alice@crepes.fr>",
        "To: Bob <bob@hamburger.edu>, Carol <carol@hamburger.edu>",
        "Date: Tue, 03 Feb 2026 08:59:55 +0000",
        "Subject: And thank you",
        "Message-ID: <20260203.3@crepes.fr>",
        "",
        "The same connection carries this message, too.");

    public static readonly byte[] Dots = Text(
        "From: Alice <alice@crepes.fr>",
        "To: Bob <bob@hamburger.edu>",
        "Date: Tue, 03 Feb 2026 08:59:30 +0000",
        "Subject: Dots where segments end",
        "Message-ID: <20260203.4@crepes.fr>",
        "",
        "A line that ends in a dot.",
        ".a line that begins with one",
        "..and one with two",
        ".",
        "Last line.");

    /// <summary>Long enough for several segments, and no line begins with a dot.</summary>
    public static byte[] Numbered(string subject, int number) => Text(
    [
        "From: Alice <alice@crepes.fr>",
        "To: Bob <bob@hamburger.edu>",
        "Date: Tue, 03 Feb 2026 08:59:20 +0000",
        $"Subject: {subject}",
        $"Message-ID: <20260203.{number}@crepes.fr>",
        "",
        .. Enumerable.Range(1, 100).Select(line => $"Line {line:000} of a message that is longer than one segment can carry."),
    ]);

    static byte[] Text(params string[] lines) => Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\r\n")));
}
