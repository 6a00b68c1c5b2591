namespace Analyzer.Servers.Scenarios.Letters;

/// <summary>One letter for each kind of content that the lecture names.</summary>
static class Zoo
{
    const string Alice = "Alice <alice@crepes.fr>", Bob = "Bob <bob@hamburger.edu>";

    /// <summary>All of them.</summary>
    public static IEnumerable<Letter> Letters(LetterWriter writer)
    {
        Letter plain = writer.Write(Alice, Bob, "text/plain in ASCII", "Seven bits are enough for this.");
        yield return plain;
        yield return writer.Write(Alice, Bob, "Crêpes, Brezn, Пирог, 煎餅", LetterPart.QuotedText("text/plain",
            "Quoted-printable writes = as =3D, and é as two bytes. This line is so long that it has to be broken softly, which no reader of the message will ever notice.\nA blank at the end: \nПирог.\n"));
        yield return writer.Write(Alice, Bob, "Base64 text", LetterPart.Base64Text("text/plain", "日本語のメールです。\r\nÜber die Hälfte ist nicht ASCII.\r\n"));
        yield return writer.Write(Alice, Bob, "Two ways to say it", LetterPart.Several("alternative", "either-or",
            LetterPart.Text("Plain, for those who like it so.\r\n"),
            LetterPart.QuotedText("text/html", "<html><body><p>With <b>weight</b>, for the others.</p></body></html>\n")));
        yield return writer.Write(Alice, Bob, "Pictures", LetterPart.Several("mixed", "pictures",
            LetterPart.Text("A crepe, a dot, and the beginning of a photograph.\r\n"),
            LetterPart.File("image/png", "crêpe.png", Picture.Crepe()),
            LetterPart.File("image/gif", "dot.gif", Dot()),
            LetterPart.File("image/jpeg", "photo.jpg", Beginning([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8], 1_500), "inline")));
        yield return writer.Write(Alice, Bob, "Sound and film", LetterPart.Several("mixed", "sound",
            LetterPart.Text("A tone of 400 Hz, and things that only look like sound and film.\r\n"),
            LetterPart.File("audio/basic", "tone.au", Tone()),
            LetterPart.File("audio/32kadpcm", "voice.726", Beginning([], 800)),
            LetterPart.File("video/mpeg", "clip.mpg", Beginning([0, 0, 1, 0xBA], 2_000)),
            LetterPart.File("video/quicktime", "clip.mov", Beginning([0, 0, 0, 20, .. "ftypqt  "u8], 2_000))));
        yield return writer.Write(Alice, Bob, "Documents", LetterPart.Several("mixed", "documents",
            LetterPart.Text("For other programs to read.\r\n"),
            LetterPart.File("application/msword", "recipe.doc", Beginning([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 3_000)),
            LetterPart.File("application/octet-stream", "every-byte.bin", [.. Enumerable.Range(0, 256).Select(number => (byte)number)])));
        yield return writer.Write(Alice, Bob, "Fwd: text/plain in ASCII", LetterPart.Several("mixed", "outer",
            LetterPart.Several("alternative", "inner", LetterPart.Text("Parts in parts.\r\n"), LetterPart.QuotedText("text/html", "<p>Parts in parts.</p>\n")),
            LetterPart.Message(plain)));
    }

    /// <summary>Bytes that begin as a format does; no player would take them.</summary>
    static byte[] Beginning(byte[] signature, int length)
    {
        byte[] bytes = new byte[length];
        signature.CopyTo(bytes, 0);
        for (int i = signature.Length; i < length; i++) bytes[i] = (byte)(i * 31 + (i >> 5));
        return bytes;
    }

    /// <summary>A picture of one black dot.</summary>
    static byte[] Dot() =>
        [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];

    /// <summary>A quarter of a second, 8000 bytes a second, in mu-law: a square wave needs two of its codes.</summary>
    static byte[] Tone()
    {
        byte[] header = [.. ".snd"u8, 0, 0, 0, 24, 0, 0, 7, 0xD0, 0, 0, 0, 1, 0, 0, 0x1F, 0x40, 0, 0, 0, 1];
        return [.. header, .. Enumerable.Range(0, 2_000).Select(i => i / 10 % 2 == 0 ? (byte)0x90 : (byte)0x10)];
    }
}
