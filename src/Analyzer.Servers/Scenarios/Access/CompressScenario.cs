using Analyzer.Servers.Imap.Agent;
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
        await using ImapAgent phone = await ImapAgent.ConnectAsync(stage.Host(Cast.Phone), stage.Place(Cast.Hamburger, MailSites.Imap), MailSites.FetchingAgentOf(stage, Cast.Phone), CancellationToken.None);
        await phone.LogInAsync("bob", "hungry", null, CancellationToken.None);
        await phone.CompressAsync(CancellationToken.None);
        await phone.SelectAsync("INBOX", isReadOnly: false, CancellationToken.None);
        foreach (ImapMessage message in await phone.MessagesAsync(CancellationToken.None)) await phone.FetchAsync(message.Uid, "", Stream.Null, CancellationToken.None);
        Letter note = stage.Letters.Write("Bob <bob@hamburger.edu>", "Bob <bob@hamburger.edu>", "Note to self", "Compressed bytes look like encrypted ones, but need no key.");
        stage.Know(note.Fact);
        await phone.AppendAsync("INBOX", "\\Seen", note.Bytes, CancellationToken.None);
        uint newest = (await phone.MessagesAsync(CancellationToken.None))[^1].Uid;
        await phone.FetchAsync(newest, "", Stream.Null, CancellationToken.None);
        await phone.LogoutAsync(CancellationToken.None);
    }
}
