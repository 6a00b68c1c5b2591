using System.Runtime.InteropServices;

namespace Analyzer.Capture.Sources.Live;

/// <summary>
/// Puts the capturing thread before others where this process may do so (root on Linux): what it takes too late is lost, while what
/// other threads do late is only late. The runtime's own thread priorities have no effect there.
/// </summary>
public static partial class CapturePriority
{
    // Before all that runs with the usual 0, and behind what the system itself holds for urgent.
    const int Urgent = -10;

    const int OfThread = 0; // PRIO_PROCESS, which on Linux is a thread.

    static bool s_isRaised;

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int kind, uint thread, int nice);

    /// <summary>Makes this thread urgent, and with it the threads that it starts, until <see cref="Restore"/>.</summary>
    public static void Raise()
    {
        // Without the right, things stay as they are.
        if (OperatingSystem.IsLinux()) s_isRaised = SetPriority(OfThread, 0, Urgent) == 0;
    }

    /// <summary>Makes this thread, and it alone, usual again. Takes no rights.</summary>
    public static void Restore()
    {
        if (s_isRaised) _ = SetPriority(OfThread, 0, 0);
        s_isRaised = false;
    }
}
