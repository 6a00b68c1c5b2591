using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Analyzer.Servers.Recording.Packets;

/// <summary>Writes a pcapng capture of one Ethernet interface (draft-ietf-opsawg-pcapng), in little-endian order, with times in microseconds.</summary>
sealed class PcapNgWriter
{
    const uint SectionHeader = 0x0A0D_0D0A, InterfaceDescription = 1, EnhancedPacket = 6, DecryptionSecrets = 10;
    const uint TlsKeyLog = 0x544C_534B;
    const ushort Comment = 1, InterfaceName = 2, Application = 4;
    const int TicksPerMicrosecond = 10;
    readonly Stream _target;
    readonly int _snapLength;

    /// <summary>Begins the capture.</summary>
    /// <param name="target">Stays open.</param>
    /// <param name="comment">What the capture is about.</param>
    /// <param name="interfaceName">Where the packets went by.</param>
    /// <param name="snapLength">How much of each packet is kept; 0: all.</param>
    public PcapNgWriter(Stream target, string comment, string interfaceName, int snapLength)
    {
        (_target, _snapLength) = (target, snapLength);
        var header = new BlockBuilder(SectionHeader);
        header.Add32(0x1A2B_3C4D).Add16(1).Add16(0).Add32(0xFFFF_FFFF).Add32(0xFFFF_FFFF);
        header.AddOption(Comment, comment).AddOption(Application, "analyzer generate").EndOptions();
        header.WriteTo(_target);
        var description = new BlockBuilder(InterfaceDescription);
        description.Add16(1).Add16(0).Add32((uint)snapLength);
        description.AddOption(InterfaceName, interfaceName).EndOptions();
        description.WriteTo(_target);
    }

    /// <summary>Adds the TLS keys of what follows, in the form of a key log file.</summary>
    public void AddSecrets(string keyLog)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(keyLog);
        var block = new BlockBuilder(DecryptionSecrets);
        block.Add32(TlsKeyLog).Add32((uint)bytes.Length).AddPadded(bytes);
        block.WriteTo(_target);
    }

    /// <summary>Adds a frame; returns how many of its bytes were kept.</summary>
    /// <param name="time">Ticks of 100 ns since year 1.</param>
    /// <param name="frame">From the Ethernet header, without the frame check sequence.</param>
    public int AddFrame(long time, ReadOnlySpan<byte> frame)
    {
        int kept = _snapLength > 0 ? Math.Min(_snapLength, frame.Length) : frame.Length;
        ulong microseconds = (ulong)((time - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond);
        var block = new BlockBuilder(EnhancedPacket);
        block.Add32(0).Add32((uint)(microseconds >> 32)).Add32((uint)microseconds).Add32((uint)kept).Add32((uint)frame.Length).AddPadded(frame[..kept]);
        block.WriteTo(_target);
        return kept;
    }

    /// <summary>One block: type, length, body, length.</summary>
    sealed class BlockBuilder
    {
        readonly ArrayBufferWriter<byte> _bytes = new();

        public BlockBuilder(uint type) => Add32(type).Add32(0);

        public BlockBuilder Add32(uint number)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
            _bytes.Write(bytes);
            return this;
        }

        public BlockBuilder Add16(ushort number)
        {
            Span<byte> bytes = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
            _bytes.Write(bytes);
            return this;
        }

        public BlockBuilder AddPadded(ReadOnlySpan<byte> bytes)
        {
            _bytes.Write(bytes);
            while (_bytes.WrittenCount % 4 != 0) _bytes.Write("\0"u8);
            return this;
        }

        public BlockBuilder AddOption(ushort code, string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return Add16(code).Add16((ushort)bytes.Length).AddPadded(bytes);
        }

        public void EndOptions() => Add32(0);

        public void WriteTo(Stream target)
        {
            Add32((uint)_bytes.WrittenCount + 4);
            byte[] block = _bytes.WrittenSpan.ToArray();
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), (uint)block.Length);
            target.Write(block);
        }
    }
}
