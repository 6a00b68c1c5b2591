namespace Analyzer.Dissection.Sessions;

/// <summary>What has to be done to the bytes in the capture to have the artefact's own.</summary>
public enum Transform
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A dot that was doubled at the start of a line is halved (RFC 5321 section 4.5.2, RFC 1939 section 3).</summary>
    DotStuffed,
}

/// <summary>Where the bytes of a message or file lie, and how to read them: its address, not its bytes.</summary>
/// <param name="Extents">In order; a gap is no extent.</param>
/// <param name="Transform">From the captured bytes to the artefact's.</param>
/// <param name="Gaps">Each gap's offset in the artefact (in bytes that are there) and size, in order.</param>
public sealed record Content(ExtentList Extents, Transform Transform, IReadOnlyList<ContentGap> Gaps)
{
    /// <summary>Of an artefact without bytes.</summary>
    public static readonly Content Empty = new(new ExtentList(), Transform.None, []);
}

/// <summary>A place in an artefact where the capture lacks bytes.</summary>
/// <param name="Offset">How many bytes of the artefact that are there lie before it.</param>
/// <param name="Missing">How many bytes are not there.</param>
/// <param name="CapturedOffset">
/// How many captured bytes (of the <see cref="Content.Extents"/>, before the transform) lie before it: the place at which a transform
/// starts anew. Negative when unknown; without a transform it equals <paramref name="Offset"/>.
/// </param>
public readonly record struct ContentGap(long Offset, long Missing, long CapturedOffset = -1);
