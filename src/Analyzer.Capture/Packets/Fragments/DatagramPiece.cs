namespace Analyzer.Capture.Packets.Fragments;

/// <summary>A stretch of a fragmented datagram that lies in one place of the capture.</summary>
/// <param name="Start">Where in the datagram it begins.</param>
/// <param name="Stored">Where its bytes were stored, or <see cref="Missing"/>.</param>
/// <param name="Extent">Where it lies in the capture; of missing bytes, only the length means something.</param>
internal readonly record struct DatagramPiece(int Start, int Stored, Extent Extent)
{
    /// <summary>These bytes were on the wire but were cut by the snap length.</summary>
    public const int Missing = -1;

    public bool IsMissing => Stored == Missing;

    public int Length => Extent.Length;

    public int End => Start + Extent.Length;

    /// <summary>
    /// The last of these pieces, which are in order, that begins at <paramref name="position"/> or before; -1 if none does.
    /// </summary>
    public static int IndexOfLastFrom(ReadOnlySpan<DatagramPiece> pieces, int position)
    {
        int low = 0;
        int high = pieces.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (pieces[middle].Start <= position) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
