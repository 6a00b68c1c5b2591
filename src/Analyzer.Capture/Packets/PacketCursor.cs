using Analyzer.Capture.Packets.Fragments;
using Analyzer.Capture.Sources;

namespace Analyzer.Capture.Packets;

/// <summary>
/// The way through one packet: what is still undecoded, where that lies, and what the headers already crossed said of it. Each
/// layer's decoder looks at <see cref="Rest"/>, moves on past its own header and says which layer comes next.
/// </summary>
internal ref struct PacketCursor
{
    int _capture;
    long _origin;
    int _position;
    ReadOnlySpan<DatagramPiece> _pieces;

    /// <summary>Begins at the start of a packet.</summary>
    public void Begin(in CapturedPacket packet, DecodeStatistics statistics)
    {
        Statistics = statistics;
        Time = packet.Time;
        PacketNumber = packet.Number;
        Rest = packet.Data;
        WireLength = Math.Max(packet.OriginalLength, packet.Data.Length);
        _capture = packet.Extent.Capture;
        _origin = packet.Extent.Offset;
    }

    public DecodeStatistics Statistics { get; private set; }

    public Timestamp Time { get; private set; }

    public long PacketNumber { get; private set; }

    /// <summary>The captured bytes from the next header on, as far as the headers before it let them reach.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; }

    /// <summary>How long <see cref="Rest"/> was on the wire; never less than its length.</summary>
    public int WireLength { get; private set; }

    /// <summary>A header claimed more bytes than were on the wire, so nothing that depends on the length can be checked.</summary>
    public bool IsLengthDoubtful { get; private set; }

    /// <summary>The sender's address in the innermost IP header so far.</summary>
    public ReadOnlySpan<byte> Source { get; set; }

    /// <summary>The receiver's address in the innermost IP header so far.</summary>
    public ReadOnlySpan<byte> Destination { get; set; }

    /// <summary>Which fragment the innermost IP header announced; holds at <see cref="Layer.Fragment"/>.</summary>
    public FragmentHeader Fragment { get; set; }

    /// <summary>Why decoding ended; holds at <see cref="Layer.None"/>.</summary>
    public StopReason Stop { get; private set; }

    /// <summary>Moves past <paramref name="count"/> bytes of <see cref="Rest"/>, which must have them.</summary>
    public void Skip(int count)
    {
        Rest = Rest[count..];
        WireLength -= count;
        _position += count;
    }

    /// <summary>Moves past a header of <paramref name="length"/> bytes to <paramref name="next"/>; stops if it is not all there.</summary>
    public Layer SkipTo(int length, Layer next)
    {
        if (Rest.Length < length) return StopShortOf(length);
        Skip(length);
        return next;
    }

    /// <summary>Takes a header's word that <paramref name="length"/> more bytes belong to it, unless the wire had fewer.</summary>
    public void EndAt(int length)
    {
        IsLengthDoubtful = length > WireLength;
        if (IsLengthDoubtful)
        {
            Statistics.Count(PacketTrait.LengthBeyondPacket);
            return;
        }
        WireLength = length;
        if (Rest.Length > length) Rest = Rest[..length];
    }

    /// <summary>Ends decoding.</summary>
    public Layer StopAt(StopReason reason)
    {
        Stop = reason;
        return Layer.None;
    }

    /// <summary>Ends decoding before a header that needs <paramref name="length"/> bytes.</summary>
    public Layer StopShortOf(int length) => StopAt(WireLength < length ? StopReason.HeaderInvalid : StopReason.HeaderCut);

    /// <summary>
    /// Where the bytes of <see cref="Rest"/> from <paramref name="start"/> on lie: <paramref name="length"/> of them, or of a
    /// reassembled datagram as many of them as lie in one place, at least one of any.
    /// </summary>
    public readonly Extent ExtentAt(int start, int length)
    {
        start += _position;
        if (_pieces.IsEmpty) return new Extent(_capture, _origin + start, length);
        ref readonly DatagramPiece piece = ref _pieces[DatagramPiece.IndexOfLastFrom(_pieces, start)];
        int skipped = start - piece.Start;
        return piece.Extent.Slice(skipped, Math.Min(length, piece.Extent.Length - skipped));
    }

    /// <summary>Goes on with a datagram that this packet completed.</summary>
    public void ContinueWith(ReadOnlySpan<byte> datagram, int wireLength, ReadOnlySpan<DatagramPiece> pieces)
    {
        Rest = datagram;
        WireLength = wireLength;
        IsLengthDoubtful = false;
        _pieces = pieces;
        _position = 0;
    }
}
