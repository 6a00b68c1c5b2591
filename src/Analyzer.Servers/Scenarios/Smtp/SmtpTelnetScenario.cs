using System.Text;
using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Smtp;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>A person types at an open relay, with a mistake and without a greeting; the message gets its trace lines. All by hand, as by telnet in the lecture.</summary>
sealed class SmtpTelnetScenario : Scenario
{
    public override string Name => "smtp-telnet";

    public override string Shows => "Someone types at an open relay by telnet, without HELO; what Bob then fetches has the Return-Path and Received lines that the servers added.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Gateway, new SmtpHabits { Relay = RelayPolicy.Anyone });
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger);
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await TypeAsync(stage);
        await stage.PauseAsync(TimeSpan.FromMinutes(1));
        await PickUp.ByHandAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
    }

    static async Task TypeAsync(Stage stage)
    {
        await using Typist person = await Typist.SitDownAsync(stage, Cast.Laptop, stage.Place(Cast.Gateway, MailSites.Smtp), "smtp");
        await person.HearAsync();
        await person.AskAsync("MAIL FROM: <passer.by@crepes.fr>");
        await person.AskAsync("RCTP TO: <bob@hamburger.edu>");
        await person.AskAsync("RCPT TO: <bob@hamburger.edu>");
        await person.AskAsync("DATA");
        await person.SayTextAsync(Encoding.ASCII.GetBytes("This relay takes mail from anybody.\r\n"));
        await person.HearAsync();
        await person.AskAsync("Quit");
    }
}
