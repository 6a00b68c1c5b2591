using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>How a part is to be shown (RFC 2183).</summary>
/// <param name="Kind">In lower case, such as "inline" or "attachment".</param>
/// <param name="Parameters">filename, size, the dates.</param>
public sealed record ContentDisposition(string Kind, ParameterList Parameters)
{
    internal static ContentDisposition Read(ReadOnlySpan<byte> value, int parameterLimit)
    {
        var reader = new ParameterReader(value);
        string kind = Encoding.Latin1.GetString(reader.MainValue).ToLowerInvariant();
        // "Content-Disposition: filename=x" lacks its first word; what has a name is an attachment.
        if (!kind.Contains('=')) return new ContentDisposition(kind, ParameterList.Read(ref reader, parameterLimit));
        byte[] mended = [(byte)';', .. value];
        var mendedReader = new ParameterReader(mended);
        return new ContentDisposition("attachment", ParameterList.Read(ref mendedReader, parameterLimit));
    }
}
