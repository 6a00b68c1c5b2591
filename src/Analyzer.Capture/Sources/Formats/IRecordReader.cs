using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>Finds the packets in the bytes of one capture format. Bytes never make it throw.</summary>
internal interface IRecordReader
{
    /// <summary>The format's name in <see cref="CaptureDescription.Format"/>.</summary>
    string Format { get; }

    /// <summary>Whether a packet's bytes lie in the file as they were captured, so that its extent can be read back there.</summary>
    bool IsInPlace { get; }

    /// <summary>Passes the file header, which is in the window whole.</summary>
    void Begin(RecordWindow window, CaptureDescription description);

    /// <summary>
    /// The next packet, valid until the next call. False: the bytes have ended, or <see cref="Complaint"/> says what is wrong; the
    /// window then stands at the record that could not be read.
    /// </summary>
    bool TryRead(RecordWindow window, CaptureDescription description, out PacketRecord record);

    /// <summary>Why the records cannot be followed any further, as a sentence; null while they can.</summary>
    string? Complaint { get; }
}

/// <summary>A packet as a record tells it.</summary>
internal ref struct PacketRecord
{
    public ReadOnlySpan<byte> Data;

    /// <summary>Of <see cref="Data"/> in the (uncompressed) capture.</summary>
    public long Offset;

    public Timestamp Time;
    public LinkType LinkType;

    /// <summary>As the record says; may contradict <see cref="Data"/>.</summary>
    public uint OriginalLength;

    public int InterfaceId;
}
