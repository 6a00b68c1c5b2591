using System.Buffers;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>Reads a whole listing, line by line, within limits.</summary>
sealed class ListingReader(string command)
{
    /// <summary>Stands in a line of which a gap has taken a part. No name has it.</summary>
    public const byte GapMark = 0;

    readonly List<ListingEntry> _entries = [];
    string _directory = "";

    /// <summary>What was understood.</summary>
    public IReadOnlyList<ListingEntry> Entries => _entries;

    /// <summary>Lines that say something in a form that is not known.</summary>
    public int Unknown { get; private set; }

    /// <summary>A limit was reached: the listing goes on.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads to the end of the stream, and closes it. Damage of a compressed stream ends the listing there.</summary>
    public void Read(Stream listing)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        int length = 0, total = 0;
        bool isSkipping = false;
        using (listing)
        {
            for (int count; total < FtpLimits.MaxListing && (count = ReadSome(listing, buffer.AsSpan(length))) > 0; total += count)
            {
                length = Pass(buffer.AsSpan(0, length + count), ref isSkipping);
            }
        }
        if (length > 0 && !isSkipping) Add(buffer.AsSpan(0, length));
        IsCut |= total >= FtpLimits.MaxListing;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    static int ReadSome(Stream listing, Span<byte> target)
    {
        try
        {
            return listing.Read(target);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    // Adds the lines that are whole, moves the rest to the front, and says how long that is.
    int Pass(Span<byte> bytes, ref bool isSkipping)
    {
        Span<byte> left = bytes;
        for (int end; (end = left.IndexOf((byte)'\n')) >= 0; left = left[(end + 1)..])
        {
            if (!isSkipping) Add(left[..end]);
            isSkipping = false;
        }
        if (left.Length > FtpLimits.MaxListingLine)
        {
            if (!isSkipping) Unknown++;
            isSkipping = true;
            return 0;
        }
        left.CopyTo(bytes);
        return left.Length;
    }

    /// <summary>Reads a line.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (line.Contains(GapMark))
        {
            Unknown += line.Length > 1 ? 1 : 0; // A gap has cut it.
            return;
        }
        if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
        if (line.Length > FtpLimits.MaxListingLine) Unknown++;
        else Add(WireText.Decode(line));
    }

    /// <summary>Reads a line.</summary>
    public void Add(string line)
    {
        if (_entries.Count >= FtpLimits.MaxEntries)
        {
            IsCut = true;
            return;
        }
        if (command is "MLSD" or "MLST" ? ListingParser.TryParseFacts(line, out ListingEntry? entry) : ListingParser.TryParse(line, out entry))
        {
            _entries.Add(_directory.Length == 0 ? entry : entry with { Name = _directory + entry.Name });
        }
        else if (command == "NLST" && line.Length > 0)
        {
            _entries.Add(new ListingEntry { Name = line });
        }
        else if (ListingParser.IsOrnament(line))
        {
            // Says nothing of a file.
        }
        else if (ListingParser.IsHeading(line))
        {
            _directory = line[..^1] is "." ? "" : line[..^1] + "/";
        }
        else
        {
            Unknown++;
        }
    }
}
