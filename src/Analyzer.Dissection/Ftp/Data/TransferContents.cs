using Analyzer.Dissection.Ftp.Data.Decoding;
using Analyzer.Dissection.Ftp.Listings;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>What reading the bytes of a transfer yields beyond their size and hash.</summary>
/// <param name="Decoded">For a transfer that is not sent as it is: what it is when decoded.</param>
/// <param name="Entries">For a listing: what it lists.</param>
/// <param name="Unknown">For a listing: lines that were not understood.</param>
/// <param name="IsCut">For a listing: it is longer than is read.</param>
/// <param name="IsUnreadable">The bytes should have been read, and cannot be had any more.</param>
sealed record TransferContents(DecodedContent? Decoded, IReadOnlyList<ListingEntry>? Entries, int Unknown, bool IsCut, bool IsUnreadable)
{
    /// <summary>Nothing was to be read.</summary>
    public static readonly TransferContents None = new(null, null, 0, false, false);

    /// <summary>Marks in the data end the file, and more follows: the connection carried several.</summary>
    public bool IsSeveral => Decoded is { HasRest: true };

    /// <summary>Reads what needs to be read.</summary>
    public static TransferContents Read(DataHalf? half, string command, TransferParameters parameters, bool wantsHash)
    {
        bool isListing = Control.FtpVerb.IsListing(command);
        if (half is null || half.Size == 0) return isListing ? None with { Entries = [] } : None;
        if (!isListing && parameters.IsPlain) return None;
        if (half.Open() is not { } wire) return None with { IsUnreadable = true };
        DecodedContent? decoded = parameters.IsPlain ? null : WireDecoding.Measure(wire, parameters, wantsHash);
        if (!isListing) return None with { Decoded = decoded };
        var reader = new ListingReader(command);
        reader.Read(decoded is null ? new GapMarkedStream(wire, half.Gaps) : WireDecoding.Open(half.Open() ?? Stream.Null, parameters));
        return new TransferContents(decoded, reader.Entries, reader.Unknown, reader.IsCut, false);
    }
}
