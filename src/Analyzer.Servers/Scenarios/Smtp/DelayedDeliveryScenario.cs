using Analyzer.Servers.Faults;
using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Smtp;

namespace Analyzer.Servers.Scenarios.Smtp;

/// <summary>Bob's server is off, then without a mail server, then too busy; every half hour Alice's server tries again.</summary>
sealed class DelayedDeliveryScenario : Scenario
{
    static readonly TimeSpan s_interval = TimeSpan.FromMinutes(30);

    public override string Name => "delayed-delivery";

    public override string Shows => "Bob's server is down: Alice's tries every 30 minutes, tells her after an hour that the message waits, and delivers at the fourth attempt.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailSites.StartNamesAsync(stage);
        await MailSites.StartSmtpAsync(stage, Cast.Crepes, new SmtpHabits { RetryInterval = s_interval, WarnAfter = TimeSpan.FromMinutes(55) });
        await MailSites.StartPop3Async(stage, Cast.Crepes);
        stage.Host(Cast.Hamburger).IsUp = false;
        Letter letter = stage.Letters.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "When you are back",
            "Your server does not answer. Mine is patient.");
        var recipient = new SmtpRecipient("bob@hamburger.edu") { Notify = NotifyWhen.Delay | NotifyWhen.Failure };
        await MailSites.SubmitAsync(stage, (new SmtpEnvelope { Sender = "alice@crepes.fr", Recipients = [recipient] }, letter));
        await stage.PauseAsync(s_interval / 2);
        // From now on the host refuses connections: nobody listens yet.
        stage.Host(Cast.Hamburger).IsUp = true;
        await stage.PauseAsync(s_interval);
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger, new SmtpHabits { Faults = FaultPlan.Parse(["smtp.connect#1:reply=421 hamburger.edu too busy, try again later"]) });
        await MailSites.StartPop3Async(stage, Cast.Hamburger);
        await stage.PauseAsync(2 * s_interval);
        await PickUp.ByAgentAsync(stage, Cast.Laptop, Cast.Crepes, "alice", "hungry");
        await PickUp.ByAgentAsync(stage, Cast.Desk, Cast.Hamburger, "bob", "hungry");
    }
}
