using System.Security;

namespace Analyzer.Dissection.Export;

/// <summary>Says in a few words why the file system refused something.</summary>
public static class IoProblem
{
    // The numbers of <errno.h> that Linux and macOS share; on Windows the low word of HRESULT_FROM_WIN32.
    const int NoSpace = 28, ReadOnly = 30, BrokenPipe = 32;
    const int WindowsDiskFull = 112, WindowsNoData = 232, WindowsBrokenPipe = 109;

    /// <summary>Whether <paramref name="error"/> comes from the file system, not from a mistake in the program.</summary>
    public static bool IsOne(Exception error) =>
        error is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException || IsTooLarge(error);

    // What the framework makes of EFBIG, the limit of a file system or of a user.
    static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Whether the reader at the other end of a pipe has gone.</summary>
    public static bool IsBrokenPipe(IOException error) =>
        (error.HResult & 0xFFFF) is BrokenPipe || OperatingSystem.IsWindows() && (error.HResult & 0xFFFF) is WindowsBrokenPipe or WindowsNoData;

    /// <summary>The reason, as the end of a sentence.</summary>
    public static string Describe(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder",
        PathTooLongException => "its path is too long",
        UnauthorizedAccessException or SecurityException => "permission denied",
        ArgumentOutOfRangeException => "the file would be larger than is allowed here",
        IOException { HResult: NoSpace } => "the disk is full",
        IOException { HResult: ReadOnly } => "the file system is read-only",
        IOException io when OperatingSystem.IsWindows() && (io.HResult & 0xFFFF) == WindowsDiskFull => "the disk is full",
        IOException io => $"input/output error {io.HResult & 0xFFFF}",
        _ => "the system does not allow it",
    };
}
