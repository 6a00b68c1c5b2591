namespace Analyzer.Tests.Capture.Sources;

/// <summary>Puts the blocks of a pcapng capture together; a section of the other byte order is another such object's bytes.</summary>
sealed class PcapNgBytes(Endian endian)
{
    readonly CaptureBytes _bytes = new(endian);

    public byte[] ToArray() => _bytes.ToArray();

    public int Length => _bytes.Length;

    CaptureBytes New() => new(endian);

    public PcapNgBytes Block(uint type, byte[] body)
    {
        uint length = 12 + (uint)(body.Length + 3) / 4 * 4;
        _bytes.U32(type, length).U8(body).Pad().U32(length);
        return this;
    }

    public PcapNgBytes Raw(params byte[] bytes)
    {
        _bytes.U8(bytes);
        return this;
    }

    public PcapNgBytes Section(ulong length = ulong.MaxValue, ushort major = 1, ushort minor = 0) =>
        Block(0x0A0D0D0A, New().U32(0x1A2B3C4D).U16(major, minor).U64(length).ToArray());

    public PcapNgBytes Interface(ushort link = 1, uint snapLength = 0, byte[]? options = null) =>
        Block(1, New().U16(link, 0).U32(snapLength).U8(options ?? []).ToArray());

    public byte[] Option(ushort code, params byte[] value) => New().U16(code, (ushort)value.Length).U8(value).Pad().ToArray();

    public byte[] Option(ushort code, ulong value) => Option(code, New().U64(value).ToArray());

    public PcapNgBytes Enhanced(uint number, ulong time, byte[] data, uint? original = null, byte[]? options = null) => Block(6, New()
        .U32(number, (uint)(time >> 32), (uint)time, (uint)data.Length, original ?? (uint)data.Length).U8(data).Pad().U8(options ?? []).ToArray());

    public PcapNgBytes Obsolete(ushort number, ushort drops, ulong time, byte[] data) => Block(2, New()
        .U16(number, drops).U32((uint)(time >> 32), (uint)time, (uint)data.Length, (uint)data.Length).U8(data).ToArray());

    public PcapNgBytes Simple(uint original, byte[] data) => Block(3, New().U32(original).U8(data).ToArray());

    public PcapNgBytes Statistics(uint number, byte[] options) => Block(5, New().U32(number, 0, 0).U8(options).ToArray());

    public PcapNgBytes Secrets(uint type, byte[] data) => Block(10, New().U32(type, (uint)data.Length).U8(data).ToArray());

    public PcapNgBytes Names(params (byte[] Address, string Names)[] records)
    {
        CaptureBytes body = New();
        foreach ((byte[] address, string names) in records)
        {
            byte[] value = [.. address, .. names.Select(c => (byte)c)];
            body.U16((ushort)(address.Length == 4 ? 1 : 2), (ushort)value.Length).U8(value).Pad();
        }
        return Block(4, body.U16(0, 0).ToArray());
    }
}
