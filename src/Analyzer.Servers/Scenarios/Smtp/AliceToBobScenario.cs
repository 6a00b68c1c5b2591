using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>The whole way of a message: agent, server, queue, names, server, mailbox; and the lecture's POP3 dialogue, typed, at its end.</summary>
sealed class AliceToBobScenario : Scenario
{
    public override string Name => "alice-to-bob";

    public override string Shows => "Alice's agent hands two messages to her server, which looks up Bob's server and passes them on; Bob fetches them by POP3.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Crepes);
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        Letter words = stage.Letters.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "From door to door",
            "Bob, this message passes two servers before you see it.",
            "Look at its Received lines: the lowest is the first.",
            "",
            "Alice");
        Letter picture = stage.Letters.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "Crêpe à emporter",
            LetterPart.Several("mixed", "to-go",
                LetterPart.QuotedText("text/plain", "And this one carries a picture.\n"),
                LetterPart.File("image/png", "crepe.png", Picture.Crepe())));
        await MailSites.SubmitAsync(stage, (MailSites.Envelope("alice@crepes.fr", "bob@hamburger.edu"), words), (MailSites.Envelope("alice@crepes.fr", "bob@hamburger.edu"), picture));
        await stage.PauseAsync(TimeSpan.FromMinutes(2));
        await PickUp.ByHandAsync(stage, Cast.Desk, Cast.Hamburger, "bob@hamburger.edu", "hungry");
    }
}
