using System.Runtime.InteropServices;
using System.Text;

namespace Analyzer.Servers.Store;

/// <summary>Changes to files that are either whole or did not happen, however the process ends.</summary>
static class Durable
{
    /// <summary>Replaces the content of a small file at once.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool syncs)
    {
        string temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: syncs);
        }
        File.Move(temporary, path, overwrite: true);
        if (syncs) SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a directory outlive a power failure. Only Unix needs and has it.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(Encoding.UTF8.GetBytes(path + "\0"), 0);
        if (descriptor < 0) throw new IOException($"{path}: cannot be opened to be synced (errno {Marshal.GetLastPInvokeError()})");
        int result = Sync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0) throw new IOException($"{path}: cannot be synced (errno {error})");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
