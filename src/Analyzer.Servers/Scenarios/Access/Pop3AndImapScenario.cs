using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>The lecture's comparison: one mailbox, two protocols. IMAP by hand: a person looks at an envelope, a message, a part, with minutes between.</summary>
sealed class Pop3AndImapScenario : Scenario
{
    public override string Name => "pop3-and-imap";

    public override string Shows => "The same mailbox by POP3 (everything, quickly, and goodbye) and by IMAP (only what is looked at, over a long connection, with flags that stay).";

    public override async Task PlayAsync(Stage stage)
    {
        await MailboxContents.FillAsync(stage, Cast.Hamburger, "bob@hamburger.edu");
        await MailboxContents.PutAsync(stage, Cast.Hamburger, "bob@hamburger.edu", Zoo.Letters(stage.Letters).ElementAt(4));
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await MailSites.StartImapAsync(stage, Cast.Hamburger);
        await PickUp.CopyByAgentAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
        await stage.PauseAsync(TimeSpan.FromMinutes(1));
        await ByImapAsync(stage);
    }

    static async Task ByImapAsync(Stage stage)
    {
        await using ImapHand phone = await ImapHand.ConnectAsync(stage, Cast.Phone, Cast.Hamburger);
        await phone.AskAsync("LOGIN bob hungry");
        await phone.AskAsync("SELECT INBOX");
        await phone.AskAsync("FETCH 1:* (FLAGS ENVELOPE)");
        await stage.PauseAsync(TimeSpan.FromSeconds(40));
        await phone.AskAsync("FETCH 2 BODY[]");
        await stage.PauseAsync(TimeSpan.FromMinutes(4));
        await phone.AskAsync("FETCH 3 BODY.PEEK[1]");
        await phone.AskAsync("SEARCH UNSEEN");
        await phone.AskAsync("LOGOUT");
    }
}
