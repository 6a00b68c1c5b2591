using System.Runtime.InteropServices;

namespace Analyzer.Capture.Sources.Live.Pcap;

/// <summary>Waits until one of several descriptors can be read.</summary>
internal static unsafe partial class Readiness
{
    const short CanRead = 1;

    // Where there is nothing to wait for (Windows, a device that is gone), it is looked again soon.
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    [StructLayout(LayoutKind.Sequential)]
    struct PollEntry
    {
        public int Descriptor;
        public short Events, Found;
    }

    // nfds_t is an unsigned long on Linux and an unsigned int on macOS; this passes both.
    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>Negative descriptors count as never ready.</summary>
    public static void Wait(ReadOnlySpan<int> descriptors, TimeSpan patience)
    {
        PollEntry* entries = stackalloc PollEntry[descriptors.Length];
        int count = 0;
        foreach (int descriptor in descriptors)
        {
            if (descriptor >= 0) entries[count++] = new PollEntry { Descriptor = descriptor, Events = CanRead };
        }
        if (count == 0 || OperatingSystem.IsWindows()) Thread.Sleep(patience < s_pause ? patience : s_pause);
        else _ = Poll(entries, (nuint)count, (int)patience.TotalMilliseconds);
    }
}
