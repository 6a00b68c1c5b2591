using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// Message data of a FETCH on its way into its record. Remembers how it ends, which tells whether a header has its blank line, and
/// lets a message in the making listen.
/// </summary>
internal sealed class PieceSink(ImapState state, FetchSection section, MessageBuilder message, LiveWhole? whole) : ILiteralSink
{
    const uint BlankLine = 0x0D0A0D0A;
    uint _tail;
    bool _hasBegun;

    /// <summary>What of the message it is, as the response has it.</summary>
    public FetchSection Section { get; } = section;

    /// <summary>What of the message it is, as far as can be told from the requests, too.</summary>
    public FetchSection Placement { get; private set; } = section;

    /// <summary>The record in the making.</summary>
    public MessageBuilder Message { get; } = message;

    /// <summary>Who listens.</summary>
    public LiveWhole? Whole { get; private set; } = whole;

    /// <summary>As many octets came (or are known to be missing) as were announced.</summary>
    public bool HasEnded => Message.HasEnded;

    /// <summary>How long the section's data is, as far as it came, bytes in gaps counted.</summary>
    public long Length => Message.Size + Message.Missing;

    /// <summary>It ends with an empty line, or is nothing but one.</summary>
    public bool EndsWithBlankLine => _tail == BlankLine || (Message.Size == 2 && _tail == (BlankLine & 0xFFFF));

    /// <summary>The requests tell more of its place than the response.</summary>
    public void Place(FetchSection placement) => Placement = placement;

    /// <inheritdoc/>
    public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time)
    {
        foreach (byte b in bytes[Math.Max(0, bytes.Length - 4)..]) _tail = _tail << 8 | b;
        Message.OnBytes(bytes, extent, time);
        if (Whole is null) return;
        if (!_hasBegun && IsReadable())
        {
            Whole.Break();
            Whole = null;
            return;
        }
        _hasBegun = true;
        Whole.OnBytes(bytes, extent, time);
    }

    // Found out once for a session: nobody has to listen when the bytes can be read again.
    bool IsReadable()
    {
        if (state.IsReadable is { } known) return known;
        Span<byte> probe = stackalloc byte[1];
        foreach (Extent first in Message.Extents.Range(0, 1)) state.IsReadable = state.Context.Analysis.Store.TryRead(first, probe);
        return state.IsReadable == true;
    }

    /// <inheritdoc/>
    public void Gap(long missing)
    {
        Message.Gap(missing);
        _tail = 0;
        Whole?.Break();
    }

    /// <inheritdoc/>
    public void End(bool isWhole)
    {
        Message.End(isWhole);
        if (Whole is null) return;
        if (!isWhole) Whole.Break();
        if (Section is { Section: FetchSection.Header, Origin: null } && EndsWithBlankLine) Whole.HeaderEnd = Whole.Message.Size;
    }
}
