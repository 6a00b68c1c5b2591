using System.Runtime.CompilerServices;
using Analyzer.Capture.Sources.Bytes;
using Analyzer.Capture.Sources.Formats;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources;

/// <summary>The packets of one opened capture.</summary>
internal sealed class CaptureSource : IPacketSource
{
    readonly RecordWindow _window;
    readonly IRecordReader _reader;
    bool _hasEnded;

    public CaptureSource(RecordWindow window, IRecordReader reader, CaptureDescription description)
    {
        (_window, _reader, Description) = (window, reader, description);
        reader.Begin(window, description);
    }

    /// <summary>The capture is this file, as it is: what stands behind the packets may be looked up.</summary>
    public void LookAheadIn(SafeFileHandle file)
    {
        if (_reader is PcapNgReader reader) Description.SecretsAhead = () => new PcapNgLookAhead(file).Find(_window.Offset, reader.Order, Description);
    }

    public CaptureDescription Description { get; }

    /// <summary>In a plain file, the record that is read; what was read ahead does not count.</summary>
    public long Position => _window.Input is FileInput ? Math.Min(_window.Offset, Length) : _window.Input.Position;

    public long Length => _window.Input.Length;

    // Here and in the readers: a run is often over before the runtime would find out by itself that these are worth optimising.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out CapturedPacket packet)
    {
        if (_hasEnded || !_reader.TryRead(_window, Description, out PacketRecord record))
        {
            End();
            packet = default;
            return false;
        }
        int length = record.Data.Length;
        Description.Count(length, record.Time);
        packet = new CapturedPacket
        {
            Number = Description.Packets,
            Time = record.Time,
            LinkType = record.LinkType,
            Data = record.Data,
            // Some records say less than they hold, and none on earth was longer than an int can tell.
            OriginalLength = (int)Math.Min(Math.Max(record.OriginalLength, (uint)length), int.MaxValue),
            Extent = new Extent(Description.Number, record.Offset, length),
            InterfaceId = record.InterfaceId,
        };
        return true;
    }

    /// <summary>Says how it ended, once, and gives the buffers back.</summary>
    void End()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        string? damage = _reader.Complaint;
        if (damage is null && _window.Fault is { } fault)
        {
            damage = fault.Text;
            Description.IsTruncated = fault.Kind == InputFaultKind.Cut;
        }
        else if (damage is null && _window.Remaining > 0)
        {
            damage = $"It ends inside a record, of which {_window.Remaining} bytes are there.";
            Description.IsTruncated = true;
        }
        if (damage is not null) Description.Damage = new CaptureDamage(_window.Offset, Description.Packets, damage);
        _window.Dispose();
    }

    public void Dispose()
    {
        _hasEnded = true;
        _window.Dispose();
    }
}
