using Analyzer.Capture;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Dialogues;

/// <summary>When something was captured, and in which packet.</summary>
internal readonly record struct Moment(Timestamp Time, long Packet)
{
    /// <summary>Of a command line.</summary>
    public static Moment Of(in Line line) => new(line.Time, line.Packet);

    /// <summary>Of a reply line.</summary>
    public static Moment Of(in ReplyLine line) => new(line.Time, line.Packet);

    /// <summary>
    /// By time, which is right even where a capture holds its packets out of order; by packet where the clock does not tell them apart.
    /// </summary>
    public bool IsBefore(Moment other) =>
        Time.IsKnown && other.Time.IsKnown && Time != other.Time ? Time < other.Time : Packet < other.Packet;
}
