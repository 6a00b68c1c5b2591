using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Ftp;

/// <summary>What FTP's error replies look like, and what they leave behind.</summary>
sealed class FtpErrorsScenario : Scenario
{
    public override string Name => "ftp-errors";

    public override string Shows => "A wrong password (530), a missing file (550), no data connection (425), a full disk (452), a download that breaks off (426), an address that is wrong in 227.";

    public override async Task PlayAsync(Stage stage)
    {
        string[] faults = ["ftp.data=*film*#1:cut=9000", "ftp.pasv#4:address=10.9.8.7"];
        await FileSite.StartAsync(stage, options => options with { Capacity = 60_000 }, faults);
        await using FtpAgent bob = await FileSite.ConnectAsync(stage, FtpDataWay.Passive);
        await TryAsync(async () => await bob.LogInAsync("bob@hamburger.edu", "thirsty", CancellationToken.None));
        await stage.ThinkAsync();
        await bob.LogInAsync("bob@hamburger.edu", "hungry", CancellationToken.None);
        await bob.SetTypeAsync(isText: false, CancellationToken.None);
        await bob.AskAsync("RETR welcome.txt", CancellationToken.None);
        await TryAsync(async () => await FileSite.RetrieveAsync(bob, "no-such-file.txt"));
        await TryAsync(async () => await FileSite.RetrieveAsync(bob, "film.bin"));
        await TryAsync(async () => await FileSite.StoreAsync(bob, "STOR too-much.bin", FileSite.Noise(30_000)));
        await FileSite.RetrieveAsync(bob, "film.bin");
        await FileSite.RetrieveAsync(bob, "welcome.txt");
        await bob.AskAsync("DELE ../../outside.txt", CancellationToken.None);
        await bob.AskAsync("MAKE sense", CancellationToken.None);
        await bob.QuitAsync(CancellationToken.None);
    }

    /// <summary>Does something that will be refused.</summary>
    static async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception refused) when (refused is FtpRefusedException or IOException)
        {
            // That is what was to be shown.
        }
    }
}
