using Analyzer.Capture;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>Parts of what a list of extents holds.</summary>
static class ExtentRange
{
    /// <summary>The extents of <paramref name="length"/> bytes from byte <paramref name="start"/> on, or of as many as there are.</summary>
    public static IEnumerable<Extent> Of(IEnumerable<Extent> extents, long start, long length)
    {
        foreach (Extent extent in extents)
        {
            if (length <= 0) yield break;
            if (start >= extent.Length)
            {
                start -= extent.Length;
                continue;
            }
            int part = (int)Math.Min(extent.Length - start, length);
            yield return extent.Slice((int)start, part);
            length -= part;
            start = 0;
        }
    }
}
