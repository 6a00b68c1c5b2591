using System.Collections.Immutable;
using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>
/// How exported files are named: text with fields in braces, such as <c>{date}-{id}-{name}</c>. What the capture says goes through
/// <see cref="SafeFileName"/>, whatever the template is.
/// </summary>
public sealed class ExportNames
{
    /// <summary>What is used when the user says nothing.</summary>
    public static readonly ExportNames Usual = new("{id}-", "{name}", "");

    /// <summary>
    /// The fields: the number of the message or file; the subject, or the name of a file; when it began (UTC); the session's number; who
    /// sent a message.
    /// </summary>
    public static readonly ImmutableArray<string> Fields = ["id", "name", "date", "session", "from"];

    const string NameField = "{name}";

    // Bytes of what the capture says in a field: the name itself needs room too.
    const int MaxField = 40;

    readonly string _before, _name, _behind;

    ExportNames(string before, string name, string behind) => (_before, _name, _behind) = (before, name, behind);

    /// <summary>Reads a template. Null: it is none, for this reason.</summary>
    public static ExportNames? Parse(string template, out string problem)
    {
        problem = "";
        string rest = template;
        foreach (string field in Fields) rest = rest.Replace("{" + field + "}", "", StringComparison.Ordinal);
        if (rest.AsSpan().IndexOfAny('{', '}') >= 0) problem = $"there are the fields {string.Join(' ', Fields.Select(field => "{" + field + "}"))}";
        else if (!rest.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' or '+' or ',' or '=' or '@' or '(' or ')')) problem = "a name has letters, digits and -_.+,=@() besides its fields";
        else if (template.Length is 0 or > MaxField || template[0] == '.') problem = $"a name has 1 to {MaxField} characters and does not begin with a dot";
        if (problem.Length > 0) return null;
        int at = template.IndexOf(NameField, StringComparison.Ordinal);
        return at < 0 ? new ExportNames("", template, "") : new ExportNames(template[..at], NameField, template[(at + NameField.Length)..]);
    }

    /// <summary>The name of a message's file.</summary>
    public string Of(MessageRecord message)
    {
        // A part is what one command asked for; the whole message may lie beside it.
        string mark = (message.Part is null ? "" : ".part") + Exporter.Incomplete(message.Complete);
        return Make(message.Subject, "message", Number(message.Id), message.Session, message.Time, message.From, mark, extension: ".eml");
    }

    /// <summary>The name of an attachment's file.</summary>
    internal string Of(MessageRecord message, AttachmentRecord file, int index)
    {
        // Without a hash, only a whole message says for sure that the part is whole.
        string mark = Exporter.Incomplete(message.Complete || file.Sha256 is not null);
        return Make(file.Name, "attachment", $"{Number(message.Id)}-{index + 1:D2}", message.Session, message.Time, message.From, mark);
    }

    /// <summary>The name of a transferred file, or of a listing.</summary>
    public string Of(TransferRecord transfer) => transfer.Entries is null && !IsListing(transfer.Command)
        ? Of(transfer, Exporter.Incomplete(transfer.Complete))
        : Make(transfer.Name ?? LastPart(transfer.Path), "listing", $"{Number(transfer.Id)}-{transfer.Command}", transfer.Session, transfer.Time, null, Exporter.Incomplete(transfer.Complete), ".txt");

    internal string Of(TransferRecord transfer, string mark) =>
        Make(transfer.Name ?? LastPart(transfer.Path), "file", Number(transfer.Id), transfer.Session, transfer.Time, null, mark);

    static bool IsListing(string command) => command is "LIST" or "NLST" or "MLSD" or "MLST";

    static string? LastPart(string? path) => path?.Split('/', '\\').LastOrDefault(part => part.Length > 0);

    static string Number(int id) => id.ToString("D6", CultureInfo.InvariantCulture);

    string Make(string? name, string fallback, string id, int session, Timestamp time, string? from, string mark, string? extension = null)
    {
        string Fill(string text) => text.Length == 0 ? "" : text
            .Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{session}", Number(session), StringComparison.Ordinal)
            .Replace("{date}", DateOf(time), StringComparison.Ordinal)
            .Replace("{from}", Field(from), StringComparison.Ordinal);
        string? told = _name == NameField ? name : Fill(_name);
        return SafeFileName.From(told, fallback, Fill(_before), Fill(_behind) + mark, extension ?? (_name == NameField ? null : ExtensionOf(name)));
    }

    // Without its name, a file still ends as it says.
    static string ExtensionOf(string? name)
    {
        string safe = SafeFileName.From(name, "");
        return Path.GetExtension(safe) is { Length: <= SafeFileName.MaxExtensionBytes } extension ? extension : "";
    }

    static string DateOf(Timestamp time) =>
        time.IsKnown ? DateTime.UnixEpoch.AddTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture) : "undated";

    static string Field(string? text)
    {
        string safe = SafeFileName.From(text, "nobody");
        return safe.Length > MaxField ? safe[..MaxField].TrimEnd('.') : safe;
    }
}
