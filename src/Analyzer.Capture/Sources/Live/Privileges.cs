using System.Globalization;
using System.Runtime.InteropServices;

namespace Analyzer.Capture.Sources.Live;

/// <summary>Gives root's rights up once what needs them is done. For Unix; on other systems there is nothing to give up.</summary>
public static unsafe partial class Privileges
{
    // struct passwd begins with two pointers (name, password) and the two numbers on all systems that are supported.
    [StructLayout(LayoutKind.Sequential)]
    struct Passwd
    {
        public byte* Name, Password;
        public uint User, Group;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial Passwd* FindUser(string name);

    [LibraryImport("libc", EntryPoint = "getpwuid")]
    private static partial Passwd* FindUser(uint number);

    [LibraryImport("libc", EntryPoint = "initgroups", SetLastError = true)]
    private static partial int SetGroups(byte* name, uint group);

    [LibraryImport("libc", EntryPoint = "setgid", SetLastError = true)]
    private static partial int SetGroup(uint group);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int SetUser(uint user);

    /// <summary>Whether this process is root's.</summary>
    public static bool AreRoots => !OperatingSystem.IsWindows() && GetEffectiveUser() == 0;

    /// <summary>
    /// Becomes another user in all threads, for good: the one named, else the one who called sudo. Does nothing for who is not root, or
    /// when there is neither. False: it failed, for this reason, and the process should not go on.
    /// </summary>
    /// <param name="name">A user; null: who called sudo.</param>
    /// <param name="became">Who this process is now; null: who it was.</param>
    /// <param name="problem">Why not, as the end of a sentence.</param>
    public static bool TryDrop(string? name, out string? became, out string problem)
    {
        (became, problem) = (null, "");
        if (!AreRoots)
        {
            if (name is not null) problem = "only root can become another user";
            return name is null;
        }
        Passwd* user;
        if (name is not null) user = FindUser(name);
        else if (uint.TryParse(Environment.GetEnvironmentVariable("SUDO_UID"), NumberStyles.None, CultureInfo.InvariantCulture, out uint number)) user = FindUser(number);
        else return true;
        if (user is null)
        {
            problem = name is null ? "the user who called sudo is not known here" : $"there is no user '{name}'";
            return false;
        }
        became = Marshal.PtrToStringUTF8((nint)user->Name);
        (uint userNumber, uint group) = (user->User, user->Group);
        if (SetGroups(user->Name, group) == 0 && SetGroup(group) == 0 && SetUser(userNumber) == 0) return true;
        problem = Marshal.GetLastPInvokeErrorMessage();
        return false;
    }
}
