using System.Text;

namespace Analyzer.Tests.Dissection.Mail;

/// <summary>Messages of every shape, well made and not, for the tests that must hold for each.</summary>
internal static class Zoo
{
    const string Base64Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9\nawAAAABJRU5ErkJggg==";

    /// <summary>Every message with a name.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["plain"] = Reading.Bytes("From: a@x.example\nSubject: Hello\n world\n\nLine one\nLine two\n"),
        ["empty body"] = Reading.Bytes("Subject: x\n\n"),
        ["header only"] = Reading.Bytes("Subject: x\nTo: b@x.example\n"),
        ["no header"] = Reading.Bytes("just text\nand more\n"),
        ["no blank line"] = Reading.Bytes("Subject: x\nThis is the body already.\nMore.\n"),
        ["bare line feeds"] = Encoding.ASCII.GetBytes(Mixed),
        ["bare carriage returns"] = Encoding.ASCII.GetBytes(Mixed.Replace('\n', '\r')),
        ["mixed"] = Reading.Bytes(Mixed),
        ["nested"] = Reading.Bytes(Nested),
        ["mixed line ends"] = Encoding.ASCII.GetBytes(Nested.Replace("\n\n", "\r\n\n").Replace("--in", "\r\n--in")),
        ["unterminated"] = Reading.Bytes(Nested)[..^60],
        ["boundary never occurs"] = Reading.Bytes(Mixed.Replace("--B", "--C")),
        ["no boundary declared"] = Reading.Bytes(Mixed.Replace("; boundary=B", "")),
        ["same boundary twice"] = Reading.Bytes(Nested.Replace("inner", "outer")),
        ["prefix boundary"] = Reading.Bytes(Nested.Replace("inner", "outer1")),
        ["blanks behind boundaries"] = Reading.Bytes(Mixed.Replace("--B\n", "--B \t\n").Replace("--B--\n", "--B--  \n")),
        ["dashes in the body"] = Reading.Bytes(Mixed.Replace("Text", "--\n-\n--B-\n--BB\n--\n---\n-- \n")),
        ["quoted-printable"] = Reading.Bytes("Content-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe=\n aus = \nK=F6ln =3D ==41 =4G =\n"),
        ["uuencoded"] = Reading.Bytes("Subject: x\n\nSee:\nbegin 644 cat.txt\n#0V%T\n`\nend\nbye\nbegin 644 dog.txt\n#1&]G\n"),
        ["uuencoded part"] = Reading.Bytes("Content-Transfer-Encoding: x-uuencode\nContent-Type: image/png\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n"),
        ["damaged base64"] = Reading.Bytes("Content-Transfer-Encoding: base64\n\nQUJD*REVG\nR0==SElK\nTE1\n"),
        ["damaged header"] = Reading.Bytes("From nobody Mon Jan  1 00:00:00 2024\nSubject: x\nnonsense\nTo: y@x.example\n"),
        ["leading continuation"] = Reading.Bytes("  indented\nSubject: x\n\nbody\n"),
        ["header cut by boundary"] = Reading.Bytes(Mixed.Replace("Content-Type: text/plain\n\n", "Content-Type: text/plain\n--B\n")),
        ["digest"] = Reading.Bytes("Content-Type: multipart/digest; boundary=D\n\n--D\n\nSubject: one\n\nFirst\n--D\n\nSubject: two\n\nSecond\n--D--\n"),
        ["8 bit everywhere"] = Reading.Bytes("Subject: caf\u00E9\n\nna\u00EFve \0 text\r\r\n"),
        ["close only"] = Reading.Bytes("Content-Type: multipart/mixed; boundary=B\n\npreamble\n--B--\nepilogue\n"),
        ["embedded, nothing in it"] = Reading.Bytes("Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: message/rfc822\n\n--B--\n"),
        ["carriage returns at the end"] = Encoding.ASCII.GetBytes("Subject: x\r\n\r\nbody\r\r\n\r"),
        ["nothing"] = [],
        ["one line end"] = [(byte)'\n'],
    };

    static string Mixed =>
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\npreamble\n--B\nContent-Type: text/plain\n\nText\n\n--B\n"
        + "Content-Type: image/png; name=\"dot.png\"\nContent-Transfer-Encoding: base64\n\n" + Base64Picture + "\n--B--\nepilogue\n";

    static string Nested =>
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"outer\"\n\n--outer\nContent-Type: multipart/alternative; boundary=\"inner\"\n\n--inner\n\nText\n"
        + "--inner\nContent-Type: text/html\n\n<p>Text\n--inner--\n\n--outer\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=m.eml\n\n"
        + "Subject: within\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=deep\n\n--deep\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
        + "JVBERi0xLjQK\n--deep--\n\n--outer--\n";
}
