using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>The content of a file that is sent with marks between, one of which says where the file ends.</summary>
abstract class MarkedStream(Stream source) : ForwardStream
{
    /// <summary>The bytes as they were sent.</summary>
    protected ByteSource Source { get; } = new(source);

    /// <summary>A mark said that the file ends here.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>Whether bytes follow the end of the file: the connection may have been used for another one.</summary>
    public bool HasRest() => HasEnded && Source.Next() >= 0;

    protected override void Dispose(bool disposing)
    {
        Source.Dispose();
        base.Dispose(disposing);
    }
}
