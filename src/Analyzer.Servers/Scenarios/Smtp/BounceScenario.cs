using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>Mail that cannot be delivered comes back with the reason.</summary>
sealed class BounceScenario : Scenario
{
    public override string Name => "bounce";

    public override string Shows => "Two messages come back to Alice: Bob's server knows no such user, and for the other the names know no such domain. She fetches the reports.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Crepes);
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        await MailSites.StartPop3Async(stage, Cast.Crepes);
        Letter half = stage.Letters.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>, Bib <bib@hamburger.edu>", "A slip of the finger",
            "One of these two addresses exists.");
        Letter none = stage.Letters.Write("Alice <alice@crepes.fr>", "Nobody <nobody@nowhere.invalid>", "Into the void",
            "There is no such place.");
        await MailSites.SubmitAsync(stage,
            (MailSites.Envelope("alice@crepes.fr", "bob@hamburger.edu", "bib@hamburger.edu"), half),
            (MailSites.Envelope("alice@crepes.fr", "nobody@nowhere.invalid"), none));
        await stage.PauseAsync(TimeSpan.FromMinutes(1));
        await PickUp.ByAgentAsync(stage, Cast.Laptop, Cast.Crepes, "alice", "hungry");
    }
}
