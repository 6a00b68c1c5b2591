using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>A message of each kind, sent by SMTP and fetched by POP3.</summary>
sealed class MimeZooScenario : Scenario
{
    public override string Name => "mime-zoo";

    public override string Shows => "Every MIME type of the lecture: text, pictures, sound, film, documents, several encodings, parts in parts, and a message in a message.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await using (SmtpAgent agent = await SmtpAgent.ConnectAsync(stage.Host(Cast.Crepes), stage.Place(Cast.Hamburger, MailSites.Smtp), MailSites.AgentOf(stage, Cast.Crepes), CancellationToken.None))
        {
            foreach (Letter letter in Zoo.Letters(stage.Letters))
            {
                stage.Know(letter.Fact);
                await agent.SendAsync(MailSites.Envelope("alice@crepes.fr", "bob@hamburger.edu"), letter.Bytes, null, CancellationToken.None);
            }
            await agent.QuitAsync(CancellationToken.None);
        }
        await PickUp.ByAgentAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
    }
}
