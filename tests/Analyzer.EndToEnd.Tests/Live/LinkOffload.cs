using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>
/// Makes the kernel finish its packets before they reach an interface: whoever takes them there and puts them on another wire needs
/// whole checksums and segments that fit.
/// </summary>
static class LinkOffload
{
    const nuint EthtoolRequest = 0x8946; // SIOCETHTOOL
    const int SetTransmitChecksums = 0x17; // ETHTOOL_STXCSUM
    const int RequestLength = 40, NameLength = 16; // struct ifreq

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    static extern int Control(nint descriptor, nuint request, nint argument);

    public static void SwitchOff(string name)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        nint value = Marshal.AllocHGlobal(2 * sizeof(int)), request = Marshal.AllocHGlobal(RequestLength);
        try
        {
            Marshal.WriteInt32(value, SetTransmitChecksums);
            Marshal.WriteInt32(value, sizeof(int), 0);
            for (int i = 0; i < RequestLength; i++) Marshal.WriteByte(request, i, 0);
            Marshal.Copy(Encoding.ASCII.GetBytes(name), 0, request, name.Length);
            Marshal.WriteIntPtr(request, NameLength, value);
            if (Control(socket.Handle, EthtoolRequest, request) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        finally
        {
            Marshal.FreeHGlobal(value);
            Marshal.FreeHGlobal(request);
        }
    }
}
