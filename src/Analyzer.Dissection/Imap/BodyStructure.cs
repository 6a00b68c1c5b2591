namespace Analyzer.Dissection.Imap;

/// <summary>A part of a message as BODYSTRUCTURE tells it (RFC 9051 section 7.5.2): as much as it takes to put the message together.</summary>
internal sealed class BodyStructure
{
    /// <summary>Its number in the message: <c>1.2</c>; empty for the outermost one.</summary>
    public string Number { get; set; } = "";

    /// <summary>Octets of a part that is no multipart, in its transfer encoding.</summary>
    public long? Octets { get; set; }

    /// <summary>What stands between the parts of a multipart; null when not told.</summary>
    public string? Boundary { get; set; }

    /// <summary>It is a multipart.</summary>
    public bool IsMultipart { get; set; }

    /// <summary>The parts of a multipart; the one message in a message part.</summary>
    public List<BodyStructure> Parts { get; } = [];
}
