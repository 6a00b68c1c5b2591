using System.Runtime.InteropServices;

namespace Analyzer.Terminal.Tui.Tty;

/// <summary>The calls of the C library that the terminal needs. All arguments are plain numbers and pinned bytes.</summary>
static class Libc
{
    const string Library = "libc";

    /// <summary>Room for <c>struct termios</c> of any system; nothing here looks inside.</summary>
    public const int TermiosBytes = 256;

    /// <summary>TCSAFLUSH: after all output, and what was typed meanwhile is dropped.</summary>
    public const int Flush = 2;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>EAGAIN.</summary>
    public static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>SIGSTOP.</summary>
    public static readonly int StopSignal = OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>SIGTSTP.</summary>
    public static readonly int TerminalStopSignal = OperatingSystem.IsMacOS() ? 18 : 20;

    [DllImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    public static extern int GetAttributes(int descriptor, [Out] byte[] termios);

    [DllImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    public static extern int SetAttributes(int descriptor, int when, [In] byte[] termios);

    [DllImport(Library, EntryPoint = "cfmakeraw")]
    public static extern void MakeRaw([In, Out] byte[] termios);

    [DllImport(Library, EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int descriptor, ref byte buffer, nint count);

    [DllImport(Library, EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int descriptor, ref byte buffer, nint count);

    [DllImport(Library, EntryPoint = "isatty")]
    public static extern int IsTerminal(int descriptor);

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern int Open([In] byte[] path, int flags);

    [DllImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int process, int signal);

    [DllImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    static extern int Control(int descriptor, nuint request, ref WindowSize size);

    // The call takes a variable number of arguments. On Apple's arm64 these are passed on the stack, behind eight in registers.
    [DllImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    static extern int ControlOnAppleArm(int descriptor, nuint request, nint a, nint b, nint c, nint d, nint e, nint f, ref WindowSize size);

    /// <summary>The window's rows and columns; false: the terminal does not know.</summary>
    public static bool TryGetSize(int descriptor, out int columns, out int rows)
    {
        var size = default(WindowSize);
        int result = !OperatingSystem.IsMacOS() ? Control(descriptor, 0x5413, ref size)
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ControlOnAppleArm(descriptor, 0x40087468, 0, 0, 0, 0, 0, 0, ref size)
            : Control(descriptor, 0x40087468, ref size);
        (columns, rows) = (size.Columns, size.Rows);
        return result == 0 && columns > 0 && rows > 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct WindowSize
    {
        public ushort Rows, Columns, Width, Height;
    }
}
