using System.Text;
using Analyzer.Servers.Ftp;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Scenarios.Letters;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>The file server of the plays, with some files on it.</summary>
static class FileSite
{
    /// <summary>For commands and replies.</summary>
    public const int Ftp = 21;

    /// <summary>From which active data connections come.</summary>
    public const int FtpData = 20;

    /// <summary>Starts it.</summary>
    public static Task StartAsync(Stage stage, Func<FtpServerOptions, FtpServerOptions>? change = null, string[]? faults = null, bool offersTls = false)
    {
        DirectoryInfo root = stage.Folder("files");
        Fill(stage, root);
        var options = new FtpServerOptions { Root = root, ActivePort = FtpData };
        ServerContext context = stage.ContextOf(Cast.Files, Faults.FaultPlan.Parse(faults ?? []), offersTls);
        return stage.ServeAsync(Cast.Files, Ftp, new FtpServer(context, change is null ? options : change(options)));
    }

    /// <summary>An agent at Bob's desk that has connected.</summary>
    public static ValueTask<FtpAgent> ConnectAsync(Stage stage, FtpDataWay way) => FtpAgent.ConnectAsync(stage.Host(Cast.Desk), stage.Place(Cast.Files, Ftp), new FtpAgentOptions
    {
        DataWay = way,
        Log = stage.Book,
        Limits = stage.Limits,
        CertificateCheck = CertificateChecks.AcceptAny,
    }, CancellationToken.None);

    /// <summary>Gets a file and forgets it.</summary>
    public static async Task<long> RetrieveAsync(FtpAgent agent, string path, long offset = 0) =>
        (await agent.RetrieveAsync(path, offset, _ => ValueTask.CompletedTask, CancellationToken.None)).Octets;

    /// <summary>Puts bytes: STOR, APPE or STOU and a name.</summary>
    public static async Task StoreAsync(FtpAgent agent, string command, byte[] bytes)
    {
        using var source = new MemoryStream(bytes);
        await agent.StoreAsync(command, 0, source, CancellationToken.None);
    }

    /// <summary>Bytes that look like nothing in particular, always the same.</summary>
    public static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        uint state = 2_463_534_242;
        for (int i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            bytes[i] = (byte)state;
        }
        return bytes;
    }

    static void Fill(Stage stage, DirectoryInfo root)
    {
        DirectoryInfo recipes = root.CreateSubdirectory("recipes");
        DirectoryInfo pictures = root.CreateSubdirectory("pictures");
        Put(stage, root, "welcome.txt", 400, Encoding.UTF8.GetBytes("Files about crêpes.\nTake what you like.\n"));
        Put(stage, recipes, "batter.txt", 30, Encoding.UTF8.GetBytes("250 g flour\n500 ml milk\n3 eggs\na little salt\nLet it rest for an hour.\n"));
        Put(stage, pictures, "crepe.png", 12, Picture.Crepe());
        Put(stage, root, "film.bin", 3, Noise(40_000));
        foreach (DirectoryInfo folder in (DirectoryInfo[])[recipes, pictures, root]) folder.LastWriteTimeUtc = stage.Clock.GetUtcNow().UtcDateTime.AddDays(-2);
    }

    static void Put(Stage stage, DirectoryInfo folder, string name, int daysAgo, byte[] bytes)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, stage.Clock.GetUtcNow().UtcDateTime.AddDays(-daysAgo));
    }
}
