using System.Text;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Ftp;

/// <summary>The client opens every data connection: PASV, then EPSV.</summary>
sealed class FtpPassiveScenario : Scenario
{
    public override string Name => "ftp-passive";

    public override string Shows => "Bob lists, gets and puts files by passive FTP: text and image type, a download that is resumed, an upload that is appended to, a rename.";

    public override async Task PlayAsync(Stage stage)
    {
        await FileSite.StartAsync(stage);
        await BrowseAsync(stage);
        await stage.PauseAsync(TimeSpan.FromSeconds(30));
        await UploadAsync(stage);
    }

    static async Task BrowseAsync(Stage stage)
    {
        await using FtpAgent bob = await FileSite.ConnectAsync(stage, FtpDataWay.Passive);
        await bob.LogInAsync("bob@hamburger.edu", "hungry", CancellationToken.None);
        await bob.AskAsync("SYST", CancellationToken.None);
        await bob.AskAsync("FEAT", CancellationToken.None);
        await bob.AskAsync("PWD", CancellationToken.None);
        await bob.ListAsync("LIST", CancellationToken.None);
        await stage.ThinkAsync();
        await bob.SetTypeAsync(isText: true, CancellationToken.None);
        await FileSite.RetrieveAsync(bob, "welcome.txt");
        await bob.AskAsync("CWD pictures", CancellationToken.None);
        await bob.ListAsync("NLST", CancellationToken.None);
        await bob.SetTypeAsync(isText: false, CancellationToken.None);
        await bob.FindSizeAsync("crepe.png", CancellationToken.None);
        await FileSite.RetrieveAsync(bob, "crepe.png");
        await bob.AskAsync("CDUP", CancellationToken.None);
        await FileSite.RetrieveAsync(bob, "film.bin");
        await bob.QuitAsync(CancellationToken.None);
    }

    static async Task UploadAsync(Stage stage)
    {
        await using FtpAgent bob = await FileSite.ConnectAsync(stage, FtpDataWay.ExtendedPassive);
        await bob.LogInAsync("bob@hamburger.edu", "hungry", CancellationToken.None);
        await bob.AskAsync("CWD /recipes", CancellationToken.None);
        await bob.ListAsync("MLSD", CancellationToken.None);
        await bob.SetTypeAsync(isText: false, CancellationToken.None);
        await FileSite.RetrieveAsync(bob, "/film.bin", 30_000);
        await FileSite.StoreAsync(bob, "STOR toppings.txt", Encoding.UTF8.GetBytes("sugar\nlemon\n"));
        await FileSite.StoreAsync(bob, "APPE toppings.txt", Encoding.UTF8.GetBytes("chestnuts\n"));
        await bob.AskAsync("RNFR toppings.txt", CancellationToken.None);
        await bob.AskAsync("RNTO on-top.txt", CancellationToken.None);
        await FileSite.RetrieveAsync(bob, "on-top.txt");
        await bob.ListAsync("LIST", CancellationToken.None);
        await bob.QuitAsync(CancellationToken.None);
    }
}
