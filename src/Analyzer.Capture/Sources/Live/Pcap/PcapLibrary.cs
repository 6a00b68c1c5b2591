using System.Reflection;
using System.Runtime.InteropServices;

namespace Analyzer.Capture.Sources.Live.Pcap;

/// <summary>Finds libpcap under the names that systems give it.</summary>
internal static class PcapLibrary
{
    static readonly Lazy<nint> s_handle = new(Load);

    static PcapLibrary() => NativeLibrary.SetDllImportResolver(typeof(PcapLibrary).Assembly, Resolve);

    /// <summary>Whether it is there. To be asked before any of <see cref="LibPcap"/> is called.</summary>
    public static bool IsThere => s_handle.Value != 0;

    /// <summary>What to install where it is not, as a sentence.</summary>
    public static string Advice => OperatingSystem.IsWindows() ? "Live capture needs Npcap: install it from https://npcap.com."
        : OperatingSystem.IsMacOS() ? "Live capture needs libpcap, which is a part of macOS; it is not where it should be."
        : "Live capture needs libpcap: install the package libpcap0.8 (Debian, Ubuntu) or libpcap (others).";

    // Debian's name first, then upstream's; the unversioned name is there where the development package is.
    static IEnumerable<string> Names => OperatingSystem.IsWindows() ? [Path.Combine(Environment.SystemDirectory, "Npcap", "wpcap.dll"), "wpcap.dll"]
        : OperatingSystem.IsMacOS() ? ["libpcap.dylib", "libpcap.A.dylib"]
        : ["libpcap.so.0.8", "libpcap.so.1", "libpcap.so"];

    static nint Load()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(PcapLibrary).Assembly, DllImportSearchPath.System32, out nint handle)) return handle;
        }
        return 0;
    }

    // Zero leaves other libraries to the usual search.
    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == LibPcap.Library ? s_handle.Value : 0;
}
