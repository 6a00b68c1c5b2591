using Analyzer.Servers.Pop3;
using Analyzer.Servers.Scenarios.Letters;
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
        await stage.ServeAsync(Cast.Hamburger, 110, new Pop3Server(stage.ContextOf(Cast.Hamburger), new Pop3ServerOptions { Store = stage.StoreOf(Cast.Hamburger) }));
        await FirstAsync(stage);
        await stage.PauseAsync(TimeSpan.FromMinutes(3));
        await SecondAsync(stage);
    }

    static async Task FirstAsync(Stage stage)
    {
        await using Typist bob = await LogInAsync(stage);
        await ReadListAsync(bob);
        for (int number = 1; number <= 2; number++)
        {
            await bob.SayAsync($"retr {number}");
            await bob.HearLineAsync();
            await bob.HearTextAsync();
            await bob.SayAsync($"dele {number}");
            await bob.HearLineAsync();
        }
        await bob.SayAsync("quit");
        await bob.HearLineAsync();
    }

    static async Task SecondAsync(Stage stage)
    {
        await using Typist bob = await LogInAsync(stage);
        await ReadListAsync(bob);
        await bob.SayAsync("retr 1");
        await bob.HearLineAsync();
        await bob.SayAsync("quit");
        await bob.HearLineAsync();
    }

    static async Task<Typist> LogInAsync(Stage stage)
    {
        Typist bob = await Typist.SitDownAsync(stage, Cast.Desk, stage.Place(Cast.Hamburger, 110), "pop3");
        await bob.HearLineAsync();
        await bob.SayAsync("user bob");
        await bob.HearLineAsync();
        await bob.SayAsync("pass hungry");
        await bob.HearLineAsync();
        return bob;
    }

    static async Task ReadListAsync(Typist bob)
    {
        await bob.SayAsync("list");
        await bob.HearLineAsync();
        await bob.HearTextAsync();
    }
}
