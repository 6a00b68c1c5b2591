using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>Download and keep: each client keeps its own book of what it has, by UIDL; the server remembers nothing. By hand: no agent takes a mark back.</summary>
sealed class Pop3KeepScenario : Scenario
{
    public override string Name => "pop3-keep";

    public override string Shows => "Bob reads his mail by POP3 at his desk and keeps it there; his telephone finds the same messages again. A mark that was taken back deletes nothing.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailboxContents.FillAsync(stage, Cast.Hamburger, "bob@hamburger.edu");
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await AtTheDeskAsync(stage);
        await stage.PauseAsync(TimeSpan.FromHours(2));
        await OnTheTelephoneAsync(stage);
    }

    static async Task AtTheDeskAsync(Stage stage)
    {
        await using Typist desk = await PickUp.LogInAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
        await PickUp.AskAsync(desk, "stat");
        await PickUp.RetrieveAsync(desk, "uidl");
        await PickUp.RetrieveAsync(desk, "retr 1");
        await PickUp.RetrieveAsync(desk, "retr 2");
        await PickUp.AskAsync(desk, "dele 2");
        await PickUp.AskAsync(desk, "rset");
        await PickUp.AskAsync(desk, "quit");
    }

    static async Task OnTheTelephoneAsync(Stage stage)
    {
        await using Typist phone = await PickUp.LogInAsync(stage, Cast.Phone, Cast.Hamburger, "bob", "hungry");
        await PickUp.RetrieveAsync(phone, "uidl");
        await PickUp.RetrieveAsync(phone, "top 1 2");
        await PickUp.RetrieveAsync(phone, "retr 2");
        await PickUp.AskAsync(phone, "quit");
    }
}
