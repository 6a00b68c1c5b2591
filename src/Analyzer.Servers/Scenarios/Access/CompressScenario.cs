using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>IMAP with COMPRESS=DEFLATE (RFC 4978).</summary>
sealed class CompressScenario : Scenario
{
    public override string Name => "compress";

    public override string Shows => "Bob's telephone switches on compression after its login; what looks like noise in the capture is IMAP.";

    // The runtime's compressor may change with the runtime.
    public override bool IsRepeatable => false;

    public override async Task PlayAsync(Stage stage)
    {
        await MailboxContents.FillAsync(stage, Cast.Hamburger, "bob@hamburger.edu");
        await MailboxContents.PutAsync(stage, Cast.Hamburger, "bob@hamburger.edu", Zoo.Letters(stage.Letters).ElementAt(4));
        await MailSites.StartImapAsync(stage, Cast.Hamburger);
        await using ImapHand phone = await ImapHand.ConnectAsync(stage, Cast.Phone, Cast.Hamburger);
        await phone.AskAsync("LOGIN bob hungry");
        await phone.StartDeflateAsync();
        await phone.AskAsync("SELECT INBOX");
        await phone.AskAsync("FETCH 1:* (FLAGS BODY.PEEK[])");
        Letter note = stage.Letters.Write("Bob <bob@hamburger.edu>", "Bob <bob@hamburger.edu>", "Note to self", "Compressed bytes look like encrypted ones, but need no key.");
        stage.Know(note.Fact);
        await phone.AppendAsync("INBOX", "\\Seen", note.Bytes, waits: false);
        await phone.AskAsync("FETCH 4 BODY[]");
        await phone.AskAsync("LOGOUT");
    }
}
