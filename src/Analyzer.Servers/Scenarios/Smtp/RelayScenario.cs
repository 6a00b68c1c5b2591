using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Smtp;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>A server in the middle: three hops, three Received lines.</summary>
sealed class RelayScenario : Scenario
{
    public override string Name => "relay";

    public override string Shows => "Alice's server sends all mail through a gateway, which passes it on to Bob's: the same message three times, each time with one more Received line.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Crepes, new SmtpHabits { Routes = "route * " + stage.Host(Cast.Gateway).Address });
        await MailSites.StartSmtpAsync(stage, Cast.Gateway, new SmtpHabits { Relay = RelayPolicy.Anyone });
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        Letter letter = stage.Letters.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "The long way round",
            "Not every network lets its mail servers call the whole world.",
            "Ours gives everything to one gateway, and that finds the way.");
        await MailSites.SubmitAsync(stage, (MailSites.Envelope("alice@crepes.fr", "bob@hamburger.edu", "carol@hamburger.edu"), letter));
        await stage.PauseAsync(TimeSpan.FromMinutes(1));
        await PickUp.ByAgentAsync(stage, Cast.Desk, Cast.Hamburger, "bob@hamburger.edu", "hungry");
    }
}
