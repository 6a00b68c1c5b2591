using System.Globalization;

namespace Analyzer.Dissection.Mail;

/// <summary>What a message/partial says of itself (RFC 2046 5.2.2): one piece of a message that was sent in several.</summary>
/// <param name="Id">The same for all pieces.</param>
/// <param name="Number">From 1.</param>
/// <param name="Total">How many pieces there are; null when this one, not the last, does not say.</param>
public sealed record PartialMessage(string Id, int Number, int? Total)
{
    /// <summary>Reads the facts. Null: the part is no message/partial, or lacks its identifier or number.</summary>
    public static PartialMessage? Read(MimePart part)
    {
        if (part.ContentType is not { Type: "message", Subtype: "partial" }) return null;
        ParameterList parameters = part.ContentType.Parameters;
        if (parameters.Find("id")?.Value is not { } id || ReadNumber(parameters, "number") is not int number) return null;
        return new PartialMessage(id, number, ReadNumber(parameters, "total"));
    }

    static int? ReadNumber(ParameterList parameters, string name)
    {
        string? digits = parameters.Find(name)?.Value.Trim();
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumber && number > 0 ? number : null;
    }
}
