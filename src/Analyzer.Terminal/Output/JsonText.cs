using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analyzer.Capture;
using Analyzer.Dissection.Text;

namespace Analyzer.Terminal.Output;

/// <summary>
/// Values as JSON writes them: readable UTF-8, but nothing that drives or deceives a terminal that shows it (controls, direction
/// changes, what is invisible): such characters are written as <c>\uXXXX</c>, and what is no character as U+FFFD.
/// </summary>
static class JsonText
{
    /// <summary>Escapes controls and separators, and leaves signs of other languages (HTML, say) alone.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // Longest: -292277022-01-01 cannot be; 35 characters of a date with nanoseconds are.
    const int MaxTime = 40;

    public static void Text(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.TextValue(value);
    }

    public static void TextValue(this Utf8JsonWriter json, string value)
    {
        if (Ascii.IsValid(value) || PrintableText.IsPrintable(value)) json.WriteStringValue(value);
        else json.WriteRawValue($"\"{JavaScriptEncoder.Default.Encode(value)}\"", skipInputValidation: true);
    }

    public static void Texts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string>? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++) json.TextValue(values[i]);
        json.WriteEndArray();
    }

    public static void Numbers(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<int>? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++) json.WriteNumberValue(values[i]);
        json.WriteEndArray();
    }

    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
    }

    /// <summary>A length of time in seconds, with all its decimals.</summary>
    public static void Seconds(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? nanoseconds)
    {
        if (nanoseconds is { } known) json.WriteNumber(name, known / 1_000_000_000m);
    }

    public static void Claim(this Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known) json.WriteBoolean(name, known);
    }

    /// <summary>RFC 3339 in UTC with nanoseconds; left out when unknown.</summary>
    public static void Time(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Timestamp value)
    {
        if (!value.IsKnown) return;
        Span<byte> text = stackalloc byte[MaxTime];
        json.WriteString(name, text[..TextFormat.Time(value, text)]);
    }

    public static void Address(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IpAddress value)
    {
        Span<byte> text = stackalloc byte[TextFormat.MaxAddress];
        json.WriteString(name, text[..TextFormat.Address(value, text)]);
    }

    public static void Endpoint(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Endpoint? value)
    {
        if (value is not { } known) return;
        json.WriteStartObject(name);
        json.Address("ip"u8, known.Address);
        json.WriteNumber("port"u8, known.Port);
        json.WriteEndObject();
    }
}
