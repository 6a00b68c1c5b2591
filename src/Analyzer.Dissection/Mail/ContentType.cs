using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>What a part is (RFC 2045 5): a media type and its parameters.</summary>
public sealed class ContentType
{
    /// <summary>text/plain, which a part is that declares nothing (RFC 2045 5.2).</summary>
    public static ContentType Default { get; } = new("text", "plain", ParameterList.Empty);

    /// <summary>message/rfc822, which a part of a digest is that declares nothing (RFC 2046 5.1.5).</summary>
    public static ContentType DigestDefault { get; } = new("message", "rfc822", ParameterList.Empty);

    internal ContentType(string type, string subtype, ParameterList parameters) => (Type, Subtype, Parameters) = (type, subtype, parameters);

    /// <summary>In lower case, such as "text".</summary>
    public string Type { get; }

    /// <summary>In lower case, such as "plain".</summary>
    public string Subtype { get; }

    /// <summary>The parameters, among them charset, boundary and name.</summary>
    public ParameterList Parameters { get; }

    /// <summary>"text/plain".</summary>
    public string MediaType => $"{Type}/{Subtype}";

    /// <summary>The charset that the part declares; null when it declares none.</summary>
    public string? Charset => Parameters.Find("charset")?.Value;

    /// <summary>Whether the part consists of parts.</summary>
    public bool IsMultipart => Type == "multipart";

    /// <summary>Whether the part is text for people.</summary>
    public bool IsText => Type == "text";

    /// <summary>Whether the part is a whole message (RFC 2046 5.2.1, RFC 6532 3.7, RFC 5537 for news).</summary>
    public bool IsMessage => Type == "message" && Subtype is "rfc822" or "global" or "news";

    /// <inheritdoc/>
    public override string ToString() => MediaType;

    /// <summary>Reads an unfolded value. Without a readable type it is text/plain (RFC 2045 5.2).</summary>
    internal static ContentType Read(ReadOnlySpan<byte> value, int parameterLimit)
    {
        var reader = new ParameterReader(value);
        string name = Encoding.Latin1.GetString(reader.MainValue).ToLowerInvariant();
        var parameters = ParameterList.Read(ref reader, parameterLimit);
        int slash = name.IndexOf('/');
        if (slash <= 0 || slash == name.Length - 1 || name.LastIndexOf('/') != slash) (name, slash) = ("text/plain", 4);
        return new ContentType(name[..slash], name[(slash + 1)..], parameters);
    }
}
