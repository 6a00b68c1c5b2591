using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources.Live.Pcap;

/// <summary>An open (or not yet activated) device of libpcap.</summary>
internal sealed class PcapHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibPcap.Close(handle);
        return true;
    }
}
