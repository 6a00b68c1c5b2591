using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection;

/// <summary>Listens to what is read out of encrypted connections, in capture order on the analysing thread.</summary>
public interface IPlainTextTap
{
    /// <summary>The next plain bytes of one direction, borrowed, and when their record was captured.</summary>
    void OnPlain(Connection connection, Direction from, ReadOnlySpan<byte> plain, Timestamp time);

    /// <summary>So many plain bytes of one direction are not to be had.</summary>
    void OnPlainGap(Connection connection, Direction from, long missing, Timestamp time);
}
