namespace Analyzer.Tests.Support.Samples;

/// <summary>Makes the captures of <c>tests/captures</c>, always the same bytes, and says what is in them.</summary>
static class SampleCaptures
{
    const ushort Smtp = 25, Submission = 587;

    static readonly SampleHost s_crepes = new("mail.crepes.fr", 1, "192.0.2.25");
    static readonly SampleHost s_resolver = new("dns.crepes.fr", 2, "192.0.2.53");
    static readonly SampleHost s_hamburger = new("mail.hamburger.edu", 3, "198.51.100.25");
    static readonly SampleHost s_laptop = new("laptop.crepes.fr", 4, "2001:db8:1::10");
    static readonly SampleHost s_submission = new("mail.crepes.fr", 1, "2001:db8:1::25");

    static readonly string[] s_oneMessage = ["220", "HELO 250", "MAIL 250", "RCPT 250", "DATA 250", "QUIT 221"];

    public static IReadOnlyList<Sample> All { get; } = [Lecture(), Pipelining(), Damaged()];

    static Sample Lecture()
    {
        var wire = new SampleWire();
        SampleNames.LookUp(wire, s_crepes, s_resolver, "hamburger.edu", s_hamburger);
        SampleDialogue alone = Greet(wire, 40_001);
        Envelope(alone, "bob").Content(SampleMessages.Lunch).Server("250 Message accepted for delivery");
        Leave(alone);
        SampleDialogue two = Greet(wire, 40_002);
        Envelope(two, "bob").Content(SampleMessages.Recipe).Server("250 Message accepted for delivery");
        Envelope(two, "bob", "carol").Content(SampleMessages.Thanks).Server("250 Message accepted for delivery");
        Leave(two);
        return new Sample("smtp-lecture.pcap", SampleFiles.Pcap(wire.Packets),
        [
            Told("closed", s_oneMessage, new SampleMessage("Lunch on Friday", SampleMessages.Lunch)),
            Told("closed", ["220", "HELO 250", "MAIL 250", "RCPT 250", "DATA 250", "MAIL 250", "RCPT 250", "RCPT 250", "DATA 250", "QUIT 221"],
                new SampleMessage("Une crêpe pour Bob", SampleMessages.Recipe) { Attachments = [new SampleAttachment("crêpe.png", "image/png", SampleMessages.Picture)] },
                new SampleMessage("And thank you", SampleMessages.Thanks) { To = ["bob@hamburger.edu", "carol@hamburger.edu"] }),
        ]);
    }

    static Sample Pipelining()
    {
        var wire = new SampleWire();
        var dialogue = new SampleDialogue(new SampleConnection(wire, new SampleEnd(s_laptop, 40_101), new SampleEnd(s_submission, Submission)));
        dialogue.Server("220 mail.crepes.fr ESMTP ready")
            .Client("EHLO laptop.crepes.fr")
            .Server("250-mail.crepes.fr greets laptop.crepes.fr", "250-PIPELINING", "250-SIZE 1000000", "250-STARTTLS", "250-AUTH PLAIN", "250 8BITMIME")
            .Client("AUTH PLAIN AGFsaWNlAGNyZXBlLXN1emV0dGU=")
            .Server("235 You are alice")
            .Client("MAIL FROM:<alice@crepes.fr>", "RCPT TO:<bob@hamburger.edu>", "RCPT TO:<nobody@crepes.fr>", "DATA")
            .Server("250 Sender ok", "250 Recipient ok", "550 There is nobody of that name here", "354 Enter mail, end with \".\" on a line by itself")
            .ContentCutAt(SampleMessages.Dots, AroundDots(SampleDialogue.OnTheWire(SampleMessages.Dots)))
            .Server("250 Message accepted for delivery");
        Leave(dialogue, "mail.crepes.fr");
        return new Sample("smtp-pipelining.pcapng", SampleFiles.PcapNg(wire.Packets),
        [
            new SampleSession("closed", "offered", ["220", "EHLO 250", "AUTH 235", "MAIL 250", "RCPT 250", "RCPT 550", "DATA 250", "QUIT 221"],
                [new SampleMessage("Dots where segments end", SampleMessages.Dots) { Rejected = ["nobody@crepes.fr"] }])
            {
                ClientName = "laptop.crepes.fr",
                ServerName = "mail.crepes.fr",
                Credential = new SampleCredential("PLAIN", "alice", "crepe-suzette"),
            },
        ]);
    }

    static Sample Damaged()
    {
        byte[] disordered = SampleMessages.Numbered("Out of order, and twice", 5);
        byte[] holed = SampleMessages.Numbered("With a hole", 6);
        byte[] cut = SampleMessages.Numbered("Without an end", 7);
        var wire = new SampleWire();
        SampleDialogue first = Greet(wire, 40_201);
        Envelope(first, "bob").Content(disordered, s => [s[0], s[2], s[1], s[2], s[4], .. s[5..], s[3]]).Server("250 Message accepted for delivery");
        Leave(first);
        SampleDialogue second = Greet(wire, 40_202);
        Envelope(second, "bob").Content(holed, s => [s[0], .. s[2..]]).Server("250 Message accepted for delivery");
        Leave(second);
        Envelope(Greet(wire, 40_203), "bob").Content(cut, s => s[..2]);
        const int Segment = 1460;
        return new Sample("smtp-damaged.pcap", SampleFiles.Pcap(wire.Packets.SkipLast(1)),
        [
            Told("closed", s_oneMessage, new SampleMessage("Out of order, and twice", disordered)),
            Told("closed", s_oneMessage, new SampleMessage("With a hole", [.. holed[..Segment], .. holed[(2 * Segment)..]]) { IsComplete = false, Missing = Segment }),
            Told("open", ["220", "HELO 250", "MAIL 250", "RCPT 250", "DATA 354"], new SampleMessage("Without an end", cut[..(2 * Segment)]) { IsComplete = false }),
        ]);
    }

    static SampleDialogue Greet(SampleWire wire, ushort port)
    {
        wire.Wait(2_000_000);
        var connection = new SampleConnection(wire, new SampleEnd(s_crepes, port), new SampleEnd(s_hamburger, Smtp));
        return new SampleDialogue(connection)
            .Server("220 hamburger.edu")
            .Client("HELO crepes.fr")
            .Server("250 Hello crepes.fr, pleased to meet you");
    }

    static SampleDialogue Envelope(SampleDialogue dialogue, params string[] recipients)
    {
        dialogue.Client("MAIL FROM:<alice@crepes.fr>").Server("250 alice@crepes.fr... Sender ok");
        foreach (string name in recipients)
        {
            dialogue.Client($"RCPT TO:<{name}@hamburger.edu>").Server($"250 {name}@hamburger.edu... Recipient ok");
        }
        return dialogue.Client("DATA").Server("354 Enter mail, end with \".\" on a line by itself");
    }

    static void Leave(SampleDialogue dialogue, string server = "hamburger.edu") =>
        dialogue.Client("QUIT").Server($"221 {server} closing connection").Close();

    static SampleSession Told(string outcome, IReadOnlyList<string> exchanges, params IReadOnlyList<SampleMessage> messages) =>
        new(outcome, "none", exchanges, messages) { ClientName = "crepes.fr", ServerName = "hamburger.edu" };

    // Before and behind each dot at the start of a line, and inside the line end before it.
    static IEnumerable<int> AroundDots(byte[] wire) =>
        Enumerable.Range(1, wire.Length - 1).Where(at => wire[at - 1] == '\n' && wire[at] == '.').SelectMany(at => new[] { at - 1, at, at + 1 });
}
