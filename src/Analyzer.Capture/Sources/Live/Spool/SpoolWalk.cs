using System.Buffers;
using System.Runtime.CompilerServices;
using Analyzer.Capture.Sources.Bytes;
using Analyzer.Capture.Sources.Formats;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>Walks a spool from its beginning, behind whoever appends to it. What it has passed may leave the spool. For one thread.</summary>
public sealed class SpoolWalk : ILiveSource
{
    readonly LiveSpool _spool;
    readonly RecordWindow _window;
    readonly PcapNgReader _reader = new();

    /// <summary>At the beginning of the spool.</summary>
    /// <param name="spool">Stays its owner's.</param>
    /// <param name="name">What to call the capture.</param>
    /// <param name="number">The capture's number in the run.</param>
    public SpoolWalk(LiveSpool spool, string name, int number)
    {
        _spool = spool;
        _window = new RecordWindow(new SpoolInput(spool.Ring), ArrayPool<byte>.Shared.Rent(1), 0);
        Description = new CaptureDescription { File = name, Number = number, Format = _reader.Format };
    }

    /// <inheritdoc/>
    public CaptureDescription Description { get; }

    /// <inheritdoc/>
    public long Position => _window.Offset;

    /// <inheritdoc/>
    public long Length => -1;

    /// <inheritdoc/>
    public bool HasEnded => _reader.Complaint is not null || _spool.HasEnded(_window.Offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out CapturedPacket packet)
    {
        if (!_reader.TryRead(_window, Description, out PacketRecord record))
        {
            packet = default;
            Pass();
            if (_reader.Complaint is { } complaint) Description.Damage = new CaptureDamage(_window.Offset, Description.Packets, complaint);
            return false;
        }
        Description.Count(record.Data.Length, record.Time);
        packet = new CapturedPacket
        {
            Number = Description.Packets,
            Time = record.Time,
            LinkType = record.LinkType,
            Data = record.Data,
            OriginalLength = (int)Math.Min(Math.Max(record.OriginalLength, (uint)record.Data.Length), int.MaxValue),
            Extent = new Extent(Description.Number, record.Offset, record.Data.Length),
            InterfaceId = record.InterfaceId,
        };
        return true;
    }

    /// <summary>Whether bytes were appended that it has not come to.</summary>
    public bool HasMore => _spool.HasMore(_window.Offset);

    /// <summary>Lets what lies before the last packet leave, if room is needed.</summary>
    public void Pass() => _spool.Ring.WalkedTo = _window.Offset;

    /// <summary>A session ends here: it counts as evicted when what is being walked leaves.</summary>
    public void CountSession()
    {
        if (Contents is { } contents) contents.Sessions++;
    }

    /// <summary>The same for a message or transfer.</summary>
    public void CountArtefact()
    {
        if (Contents is { } contents) contents.Artefacts++;
    }

    SpoolContents? Contents => _spool.Ring.ContentsAt(Math.Max(0, _window.Offset - 1));

    /// <inheritdoc/>
    public void Wait(TimeSpan patience) => _spool.Wait(_window.Offset, patience);

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();
}
