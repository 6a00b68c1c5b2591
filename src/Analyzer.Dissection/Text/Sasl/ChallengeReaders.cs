using System.Globalization;

namespace Analyzer.Dissection.Text.Sasl;

/// <summary>CRAM-MD5 (RFC 2195): the response is the name, a blank, and a digest over challenge and password.</summary>
internal sealed class CramReader : SaslReader
{
    string _challenge = "";

    public override void OnChallenge(ReadOnlySpan<byte> challenge) => _challenge = WireText.Decode(challenge);

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        string text = WireText.Decode(response);
        int blank = text.LastIndexOf(' ');
        if (blank < 0) return;
        User = text[..blank];
        Secret = $"{_challenge} {text[(blank + 1)..]}";
    }
}

/// <summary>DIGEST-MD5 (RFC 2831): lists of <c>name=value</c>.</summary>
internal sealed class DigestReader : SaslReader
{
    string? _challenge;

    // The second challenge (rspauth) proves the server; the response belongs to the first.
    public override void OnChallenge(ReadOnlySpan<byte> challenge) => _challenge ??= WireText.Decode(challenge);

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        string text = WireText.Decode(response);
        if (User is not null || Value(text, "username") is not { } user) return;
        User = user;
        Domain = Value(text, "realm");
        Secret = $"{_challenge} {text}";
    }

    static string? Value(string list, string name)
    {
        int at = 0;
        while (at < list.Length)
        {
            int equals = list.IndexOf('=', at);
            if (equals < 0) return null;
            ReadOnlySpan<char> key = list.AsSpan(at, equals - at).Trim(" ,\t");
            string value = ReadValue(list, equals + 1, out at);
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }

    static string ReadValue(string list, int start, out int end)
    {
        if (start < list.Length && list[start] == '"')
        {
            end = start + 1;
            while (end < list.Length && list[end] != '"') end += list[end] == '\\' ? 2 : 1;
            string quoted = list[(start + 1)..Math.Min(end, list.Length)];
            end++;
            return quoted.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }
        int comma = list.IndexOf(',', start);
        end = comma < 0 ? list.Length : comma + 1;
        return list[start..(comma < 0 ? list.Length : comma)].Trim();
    }
}

/// <summary>
/// SCRAM (RFC 5802, RFC 7677), any hash, with or without channel binding. The secret is what an offline check needs: the client's
/// first message, the server's first, and the client's final one.
/// </summary>
internal sealed class ScramReader : SaslReader
{
    string _clientFirst = "", _serverFirst = "";

    public override void OnChallenge(ReadOnlySpan<byte> challenge)
    {
        string text = WireText.Decode(challenge);
        if (text.StartsWith("r=", StringComparison.Ordinal)) _serverFirst = text;
    }

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        string text = WireText.Decode(response);
        if (User is null)
        {
            if (Field(text, "n=") is not { } name) return;
            User = Unescape(name);
            _clientFirst = text;
        }
        else if (Field(text, "p=") is not null && Secret is null)
        {
            Secret = $"{_clientFirst} {_serverFirst} {text}";
        }
    }

    static string? Field(string message, string name)
    {
        foreach (string field in message.Split(','))
        {
            if (field.StartsWith(name, StringComparison.Ordinal)) return field[name.Length..];
        }
        return null;
    }

    /// <summary>RFC 5802 section 5.1: "=2C" is a comma, "=3D" an equals sign.</summary>
    internal static string Unescape(string name) =>
        name.Replace("=2C", ",", true, CultureInfo.InvariantCulture).Replace("=3D", "=", true, CultureInfo.InvariantCulture);
}
