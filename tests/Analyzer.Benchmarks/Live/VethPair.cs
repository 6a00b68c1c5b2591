using System.Diagnostics;

namespace Analyzer.Benchmarks.Live;

/// <summary>Two virtual interfaces with a wire between them: what goes into one comes out of the other. Needs root and iproute2.</summary>
sealed class VethPair : IDisposable
{
    public const string In = "anbench0", Out = "anbench1";

    public VethPair()
    {
        Dispose();
        Ip($"link add {In} type veth peer name {Out}");
        foreach (string name in (string[])[In, Out])
        {
            // The host itself shall have nothing to say on it.
            File.WriteAllText($"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "1");
            Ip($"link set {name} up");
        }
    }

    static void Ip(string words)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", words) { RedirectStandardError = true })!;
        process.WaitForExit();
    }

    public void Dispose() => Ip($"link del {In}");
}
