namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>A network of its own, with a loopback interface, that goes with the test.</summary>
sealed class NetworkNamespace : IAsyncDisposable
{
    static int s_made;

    NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>What stands before a command that is to run in it. Ctrl-C reaches that command, whatever the tests' own parent ignores.</summary>
    public IReadOnlyList<string> Launcher => ["ip", "netns", "exec", Name, "env", "--default-signal=INT"];

    public static async Task<NetworkNamespace> Create()
    {
        var made = new NetworkNamespace($"antest{Environment.ProcessId}-{Interlocked.Increment(ref s_made)}");
        await LiveTools.Run("ip", "netns", "add", made.Name);
        await made.Ip("link set lo up");
        return made;
    }

    /// <summary>Runs a command in it.</summary>
    public Task<string> Run(params IEnumerable<string> line) => LiveTools.Run([.. Launcher, .. line]);

    /// <summary>Runs <c>ip</c> in it.</summary>
    public Task<string> Ip(string words) => LiveTools.Run(["ip", "-n", Name, .. words.Split(' ')]);

    public async ValueTask DisposeAsync() => await LiveTools.Run("ip", "netns", "del", Name);
}
