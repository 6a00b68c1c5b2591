using System.Runtime.InteropServices;

namespace Analyzer.Capture.Sources.Live.Pcap;

/// <summary>
/// The functions of libpcap that are used here, as its manual declares them (https://www.tcpdump.org/manpages/pcap.3pcap.html). Nothing
/// but the declarations: another binding could stand behind <see cref="DeviceSource"/> in their place.
/// </summary>
internal static unsafe partial class LibPcap
{
    /// <summary>Resolved by <see cref="PcapLibrary"/> to what the system calls it.</summary>
    public const string Library = "pcap";

    /// <summary>PCAP_ERRBUF_SIZE.</summary>
    public const int ErrorLength = 256;

    /// <summary>What <see cref="Activate"/> and others return: not permitted; no such device.</summary>
    public const int PermissionDenied = -8, PromiscuousDenied = -11, NoSuchDevice = -5, NotUp = -9;

    /// <summary>The interface's flags in <see cref="Device"/>.</summary>
    public const uint IsLoopback = 1, IsUp = 2, IsRunning = 4, ConnectionMask = 0x30, IsDisconnected = 0x20;

    /// <summary>For <see cref="SetTimePrecision"/>.</summary>
    public const int Nanoseconds = 1;

    /// <summary>PCAP_NETMASK_UNKNOWN.</summary>
    public const uint UnknownNetmask = 0xFFFFFFFF;

    /// <summary>pcap_if_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Device
    {
        public Device* Next;
        public byte* Name;
        public byte* Description;
        public void* Addresses;
        public uint Flags;
    }

    /// <summary>struct bpf_program.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Program
    {
        public uint Length;
        public void* Instructions;
    }

    /// <summary>struct pcap_stat, with room for what Windows adds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Statistics
    {
        public uint Received, Dropped, DroppedByInterface;
        public fixed uint More[3];
    }

    [LibraryImport(Library, EntryPoint = "pcap_findalldevs")]
    public static partial int FindAllDevices(out Device* devices, byte* error);

    [LibraryImport(Library, EntryPoint = "pcap_freealldevs")]
    public static partial void FreeAllDevices(Device* devices);

    [LibraryImport(Library, EntryPoint = "pcap_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial PcapHandle Create(string device, byte* error);

    [LibraryImport(Library, EntryPoint = "pcap_set_snaplen")]
    public static partial int SetSnapLength(PcapHandle handle, int length);

    [LibraryImport(Library, EntryPoint = "pcap_set_promisc")]
    public static partial int SetPromiscuous(PcapHandle handle, int isOn);

    [LibraryImport(Library, EntryPoint = "pcap_set_timeout")]
    public static partial int SetTimeout(PcapHandle handle, int milliseconds);

    [LibraryImport(Library, EntryPoint = "pcap_set_immediate_mode")]
    public static partial int SetImmediate(PcapHandle handle, int isOn);

    [LibraryImport(Library, EntryPoint = "pcap_set_buffer_size")]
    public static partial int SetBufferSize(PcapHandle handle, int bytes);

    [LibraryImport(Library, EntryPoint = "pcap_set_tstamp_precision")]
    public static partial int SetTimePrecision(PcapHandle handle, int precision);

    [LibraryImport(Library, EntryPoint = "pcap_get_tstamp_precision")]
    public static partial int GetTimePrecision(PcapHandle handle);

    [LibraryImport(Library, EntryPoint = "pcap_activate")]
    public static partial int Activate(PcapHandle handle);

    [LibraryImport(Library, EntryPoint = "pcap_setnonblock")]
    public static partial int SetNonBlocking(PcapHandle handle, int isOn, byte* error);

    [LibraryImport(Library, EntryPoint = "pcap_get_selectable_fd")]
    public static partial int GetDescriptor(PcapHandle handle);

    [LibraryImport(Library, EntryPoint = "pcap_datalink")]
    public static partial int GetLinkType(PcapHandle handle);

    [LibraryImport(Library, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Compile(PcapHandle handle, Program* program, string expression, int optimize, uint netmask);

    [LibraryImport(Library, EntryPoint = "pcap_setfilter")]
    public static partial int SetFilter(PcapHandle handle, Program* program);

    [LibraryImport(Library, EntryPoint = "pcap_freecode")]
    public static partial void FreeProgram(Program* program);

    /// <summary>Takes the raw handle: it is called once a packet.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_next_ex")]
    public static partial int Next(nint handle, out byte* header, out byte* data);

    [LibraryImport(Library, EntryPoint = "pcap_stats")]
    public static partial int GetStatistics(PcapHandle handle, Statistics* statistics);

    [LibraryImport(Library, EntryPoint = "pcap_geterr")]
    public static partial byte* GetError(PcapHandle handle);

    [LibraryImport(Library, EntryPoint = "pcap_statustostr")]
    public static partial byte* TextOfStatus(int status);

    [LibraryImport(Library, EntryPoint = "pcap_close")]
    public static partial void Close(nint handle);

    /// <summary>A text of the library's.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
