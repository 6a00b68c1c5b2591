using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>Download and delete: the text-book's dialogue by hand, then a second session that finds nothing.</summary>
sealed class Pop3DeleteScenario : Scenario
{
    public override string Name => "pop3-delete";

    public override string Shows => "Bob fetches two messages by POP3 and deletes them; his second session finds an empty mailbox.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailboxContents.FillAsync(stage, Cast.Hamburger, "bob@hamburger.edu");
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await PickUp.ByHandAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
        await stage.PauseAsync(TimeSpan.FromMinutes(3));
        await using Typist again = await PickUp.LogInAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
        await PickUp.CountAsync(again);
        await PickUp.RetrieveAsync(again, "retr 1");
        await PickUp.AskAsync(again, "quit");
    }
}
