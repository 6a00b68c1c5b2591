namespace Analyzer.Dissection.Mail;

/// <summary>Where a message departs from its standards, and how the reader took it (RFC 7103).</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">Of the line or part, in bytes from the start of the message.</param>
public readonly record struct MimeDefect(MimeDefectKind Kind, long Offset);

/// <summary>The kinds of <see cref="MimeDefect"/>.</summary>
public enum MimeDefectKind
{
    /// <summary>The body begins without a blank line behind the header.</summary>
    MissingBlankLine,

    /// <summary>A header line that is no field; kept as a field without a name.</summary>
    MalformedHeaderLine,

    /// <summary>The first header line is indented; kept as a field without a name.</summary>
    LeadingContinuation,

    /// <summary>An mbox "From " line (RFC 4155) among the fields; kept as a field without a name.</summary>
    EnvelopeLine,

    /// <summary>A field that may occur once occurs again; the first is taken.</summary>
    DuplicateField,

    /// <summary>A header holds 8-bit bytes that are not UTF-8.</summary>
    Undeclared8BitHeader,

    /// <summary>MIME fields without MIME-Version; read as MIME.</summary>
    MissingMimeVersion,

    /// <summary>A line ends in LF alone.</summary>
    BareLineFeed,

    /// <summary>A line ends in CR alone, or a CR stands within it.</summary>
    BareCarriageReturn,

    /// <summary>A NUL byte.</summary>
    NulByte,

    /// <summary>A line of more than 998 bytes (RFC 5322 2.1.1).</summary>
    LineTooLong,

    /// <summary>8-bit bytes in a body that is declared 7bit, or not declared.</summary>
    Undeclared8Bit,

    /// <summary>A Content-Transfer-Encoding that nobody defined; the bytes are taken as they are.</summary>
    UnknownEncoding,

    /// <summary>A multipart declares base64 or quoted-printable, which RFC 2045 6.4 forbids; its parts are read as they are.</summary>
    EncodedMultipart,

    /// <summary>A multipart names no boundary; the first line that looks like one was taken.</summary>
    MissingBoundary,

    /// <summary>The boundary of a multipart never occurs; the part is a leaf.</summary>
    BoundaryNotFound,

    /// <summary>A multipart has the boundary of one that it lies in; the inner one is served first.</summary>
    DuplicateBoundary,

    /// <summary>A multipart does not end with its closing delimiter.</summary>
    UnterminatedMultipart,

    /// <summary>A boundary line stands within a header.</summary>
    HeaderCutByBoundary,

    /// <summary>Characters outside the alphabet, padding in the middle, or a lone last character in base64; read around.</summary>
    InvalidBase64,

    /// <summary>An "=" that starts no escape in quoted-printable; kept as it is.</summary>
    InvalidQuotedPrintable,

    /// <summary>uuencoded data without its first or last line, or with a line that is none of it.</summary>
    InvalidUuencode,

    /// <summary>Bytes of the message are missing here.</summary>
    Gap,
}
