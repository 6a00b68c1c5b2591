using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Ftp;

/// <summary>The server opens every data connection, from port 20: PORT, then EPRT.</summary>
sealed class FtpActiveScenario : Scenario
{
    public override string Name => "ftp-active";

    public override string Shows => "The same file server by active FTP: the server connects from port 20 to the port that the client names, once for each file.";

    public override async Task PlayAsync(Stage stage)
    {
        await FileSite.StartAsync(stage);
        await WithAsync(stage, FtpDataWay.Active, "pancake.png");
        await WithAsync(stage, FtpDataWay.ExtendedActive, "galette.png");
    }

    static async Task WithAsync(Stage stage, FtpDataWay way, string name)
    {
        await using FtpAgent bob = await FileSite.ConnectAsync(stage, way);
        await bob.LogInAsync("anonymous", "bob@hamburger.edu", CancellationToken.None);
        await bob.ListAsync("LIST", CancellationToken.None);
        await stage.ThinkAsync();
        await bob.SetTypeAsync(isText: true, CancellationToken.None);
        await FileSite.RetrieveAsync(bob, "recipes/batter.txt");
        await bob.QuitAsync(CancellationToken.None);
        await using FtpAgent again = await FileSite.ConnectAsync(stage, way);
        await again.LogInAsync("bob@hamburger.edu", "hungry", CancellationToken.None);
        await again.SetTypeAsync(isText: false, CancellationToken.None);
        await again.AskAsync("CWD pictures", CancellationToken.None);
        await FileSite.StoreAsync(again, "STOR " + name, Picture.Crepe());
        await FileSite.RetrieveAsync(again, name);
        await again.ListAsync("NLST", CancellationToken.None);
        await again.QuitAsync(CancellationToken.None);
    }
}
