using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>One name for several mailboxes, and several names for one.</summary>
sealed class AliasExpansionScenario : Scenario
{
    public override string Name => "alias-expansion";

    public override string Shows => "One address that stands for three people on two servers, and two addresses that stand for one: VRFY and EXPN, then one message to each.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Crepes);
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await AskAboutNamesAsync(stage);
        Letter toMany = stage.Letters.Write("Alice <alice@crepes.fr>", "Friends <friends@hamburger.edu>", "One to many",
            "The server at hamburger.edu knows who our friends are.",
            "I am one of them: my own message comes back to me.");
        Letter toOne = stage.Letters.Write("Alice <alice@crepes.fr>", "Robert <robert@hamburger.edu>, B. Burger <b.burger@hamburger.edu>", "Many to one",
            "Two names, one mailbox, and yet only one copy.");
        await MailSites.SubmitAsync(stage,
            (MailSites.Envelope("alice@crepes.fr", "friends@hamburger.edu"), toMany),
            (MailSites.Envelope("alice@crepes.fr", "robert@hamburger.edu", "b.burger@hamburger.edu"), toOne));
        await stage.PauseAsync(TimeSpan.FromMinutes(1));
        await PickUp.ByAgentAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
        await PickUp.ByAgentAsync(stage, Cast.Phone, Cast.Hamburger, "carol", "pickles");
    }

    static async Task AskAboutNamesAsync(Stage stage)
    {
        await using Typist person = await Typist.SitDownAsync(stage, Cast.Desk, stage.Place(Cast.Hamburger, MailSites.Smtp), "smtp");
        await person.HearAsync();
        await person.AskAsync("EHLO desk.hamburger.edu");
        await person.AskAsync("VRFY bob");
        await person.AskAsync("VRFY robert");
        await person.AskAsync("EXPN friends");
        await person.AskAsync("VRFY nobody");
        await person.AskAsync("QUIT");
    }
}
