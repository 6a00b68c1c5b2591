using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>Reads the pieces of a message back and passes them on as one message.</summary>
internal static class WholeWriter
{
    const int BlockSize = 64 * 1024;

    /// <summary>Gives all octets to <paramref name="whole"/>. False: some can not be read any more; the builder is of no use then.</summary>
    public static bool TryWrite(MessageBuilder whole, IReadOnlyList<Segment> segments, IByteStore store)
    {
        byte[] block = new byte[BlockSize];
        foreach (Segment segment in segments)
        {
            if (segment.Line is { } line)
            {
                whole.OnBytes(line, store.Append(line), whole.Time);
                continue;
            }
            foreach (Extent extent in ExtentsOf(segment).All())
            {
                for (int at = 0; at < extent.Length; at += BlockSize)
                {
                    Extent part = extent.Slice(at, Math.Min(BlockSize, extent.Length - at));
                    if (!store.TryRead(part, block)) return false;
                    whole.OnBytes(block.AsSpan(0, part.Length), part, whole.Time);
                }
            }
        }
        return true;
    }

    /// <summary>The message as far as its place is concerned: its octets passed in another order and can not be read again.</summary>
    public static MessageBuilder WithoutHash(SessionContext context, IReadOnlyList<Segment> segments, Timestamp time)
    {
        MessageBuilder whole = context.BeginWhole("FETCH", MessageDirection.Received, time, isReadable: false);
        foreach (Segment segment in segments)
        {
            if (segment.Line is { } line) whole.Add(context.Analysis.Store.Append(line));
            else foreach (Extent extent in ExtentsOf(segment).All()) whole.Add(extent);
        }
        context.Finding(Severity.Info, "imap-unhashed", $"a message of {whole.Size} octets is whole, but came in pieces that can not be read again: its hash and headers are not known");
        return whole;
    }

    static ExtentList ExtentsOf(Segment segment)
    {
        var extents = new ExtentList();
        segment.Fetched!.CopyTo(extents, segment.Length);
        return extents;
    }

    /// <summary>What a message lacks, for a person.</summary>
    public static string Missing(Assembly assembly)
    {
        if (assembly is { Structure: not null, HeaderLength: not null } && assembly.Whole.Held <= assembly.HeaderLength) return $"it lacks {Composition.Of(assembly).Describe()}";
        string size = assembly.Size is { } known ? $" of {known}" : "";
        string[] holes = [.. assembly.Whole.Holes(assembly.Size ?? assembly.Whole.End).Take(8).Select(hole => string.Create(CultureInfo.InvariantCulture, $"{hole.Start}-{hole.Start + hole.Length - 1}"))];
        if (holes.Length > 0) return $"{assembly.Whole.Held}{size} octets are here; it lacks {string.Join(", ", holes)}";
        return assembly.Whole.HasAny ? $"{assembly.Whole.Held}{size} octets are here; nothing proves that they end there" : "its parts are here, but not its header";
    }
}
