namespace Analyzer.Dissection.Ftp.Data;

/// <summary>How a transfer puts its file on the wire, as the session had agreed on when it began.</summary>
/// <param name="Representation"><c>A</c>, <c>E</c>, <c>I</c> or <c>L 8</c> (RFC 959 section 3.1.1); null when the capture does not tell.</param>
/// <param name="Structure"><c>F</c>, <c>R</c> or <c>P</c> (section 3.1.2).</param>
/// <param name="Mode"><c>S</c>, <c>B</c>, <c>C</c> (section 3.4) or <c>Z</c> (deflate).</param>
/// <param name="Offset">REST's offset, or RANG's start, in bytes of the file.</param>
/// <param name="Expected">How many bytes ALLO (or RANG) said; null when nothing did.</param>
/// <param name="IsProtected">PROT said that data connections are encrypted (RFC 4217).</param>
readonly record struct TransferParameters(string? Representation, char Structure, char Mode, long Offset, long? Expected, bool IsProtected)
{
    /// <summary>The bytes on the wire are those of the file, line by line or as a whole.</summary>
    public bool IsPlain => Mode == 'S' && Structure != 'R' && Representation != "E";

    /// <summary>Line ends may have been changed for the wire.</summary>
    public bool IsText => Representation is "A" or "E" or null;
}
