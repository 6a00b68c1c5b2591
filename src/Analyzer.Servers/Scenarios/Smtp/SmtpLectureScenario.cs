using System.Text;
using Analyzer.Servers.Dns;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>The text-book's dialogue, and what it says about several messages and about dots.</summary>
sealed class SmtpLectureScenario : Scenario
{
    public override string Name => "smtp-lecture";

    public override string Shows => "The text-book's SMTP dialogue from HELO to 221; then three messages over one connection, one with lines that begin with dots.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        DnsResolver resolver = MailSites.ResolverOf(stage, Cast.Crepes);
        await resolver.FindMailExchangersAsync(Cast.Hamburger, CancellationToken.None);
        await OneAsync(stage);
        await stage.PauseAsync(TimeSpan.FromSeconds(20));
        await SeveralAsync(stage);
    }

    static async Task OneAsync(Stage stage)
    {
        await using Typist crepes = await Typist.SitDownAsync(stage, Cast.Crepes, stage.Place(Cast.Hamburger, MailSites.Smtp), "smtp");
        await crepes.HearAsync();
        await crepes.AskAsync("HELO crepes.fr");
        await crepes.AskAsync("MAIL FROM: <alice@crepes.fr>");
        await crepes.AskAsync("RCPT TO: <bob@hamburger.edu>");
        await crepes.AskAsync("DATA");
        await crepes.SayTextAsync(Encoding.ASCII.GetBytes("Is there still a seat at your table on Friday?\r\nI bring the mustard.\r\n"));
        await crepes.HearAsync();
        await crepes.AskAsync("QUIT");
    }

    static async Task SeveralAsync(Stage stage)
    {
        SmtpAgentOptions habits = MailSites.AgentOf(stage, Cast.Crepes) with { UsesHelo = true };
        await using SmtpAgent agent = await SmtpAgent.ConnectAsync(stage.Host(Cast.Crepes), stage.Place(Cast.Hamburger, MailSites.Smtp), habits, CancellationToken.None);
        foreach ((Letter letter, string[] to) in Letters(stage.Letters))
        {
            stage.Know(letter.Fact);
            await agent.SendAsync(MailSites.Envelope("alice@crepes.fr", to), letter.Bytes, null, CancellationToken.None);
        }
        await agent.QuitAsync(CancellationToken.None);
    }

    static IEnumerable<(Letter, string[])> Letters(LetterWriter writer)
    {
        yield return (writer.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "Dots at the start of a line",
            "Bob,",
            "",
            ". a lone dot and some words,",
            ".. two dots,",
            "...three: each line arrives as it was written, because the sender doubles",
            "the first dot and the receiver takes it away again. Even this one:",
            ".",
            "did not end the message.",
            "",
            "Alice"), ["bob@hamburger.edu"]);
        yield return (writer.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "Une crêpe pour Bob",
            LetterPart.Several("mixed", "98766789",
                LetterPart.QuotedText("text/plain", "Dear Bob,\n\nhere is the crêpe that you missed. It is drawn, but it is round.\n\nAlice\n"),
                LetterPart.File("image/png", "crêpe.png", Picture.Crepe()))), ["bob@hamburger.edu"]);
        yield return (writer.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>, Carol <carol@hamburger.edu>", "Friday",
            "To both of you: Friday at seven, at my place."), ["bob@hamburger.edu", "carol@hamburger.edu"]);
    }
}
