namespace Analyzer.Dissection.Text.Sasl;

/// <summary>PLAIN (RFC 4616): authorization identity, NUL, authentication identity, NUL, password.</summary>
internal sealed class PlainReader : SaslReader
{
    public override bool RevealsSecret => true;

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        if (!TrySplit(response, out string user, out string password)) return;
        (User, Secret) = (user, password);
    }

    internal static bool TrySplit(ReadOnlySpan<byte> response, out string user, out string password)
    {
        (user, password) = ("", "");
        int first = response.IndexOf((byte)0);
        if (first < 0) return false;
        ReadOnlySpan<byte> rest = response[(first + 1)..];
        int second = rest.IndexOf((byte)0);
        if (second < 0) return false;
        user = WireText.Decode(rest[..second]);
        password = WireText.Decode(rest[(second + 1)..]);
        return true;
    }
}

/// <summary>
/// LOGIN (draft-murchison-sasl-login): the server asks for the name, then for the password. In practice the name may come with the
/// command, and some clients send PLAIN's triple in its place.
/// </summary>
internal sealed class LoginReader : SaslReader
{
    bool _wantsPassword;

    public override bool RevealsSecret => true;

    public override void OnChallenge(ReadOnlySpan<byte> challenge)
    {
        // "Password:" in place of "Username:" as first prompt: the name was given elsewhere.
        if (WireText.Decode(challenge).Contains("pass", StringComparison.OrdinalIgnoreCase)) _wantsPassword = true;
    }

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        if (User is null && PlainReader.TrySplit(response, out string user, out string password))
        {
            (User, Secret) = (user, password);
        }
        else if (User is null && !_wantsPassword)
        {
            User = WireText.Decode(response);
        }
        else
        {
            Secret ??= WireText.Decode(response);
        }
    }
}

/// <summary>XOAUTH2 and OAUTHBEARER (RFC 7628): a bearer token between control-A characters.</summary>
internal sealed class BearerReader : SaslReader
{
    const char Separator = '\x01';

    public override bool RevealsSecret => true;

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        foreach (string field in WireText.Decode(response).Split(Separator))
        {
            if (field.StartsWith("user=", StringComparison.Ordinal)) User = field[5..];
            else if (field.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase)) Secret = field[12..].Trim();
            // The GS2 header "n,a=user," stands first.
            else if (field.StartsWith("n,a=", StringComparison.Ordinal)) User ??= ScramReader.Unescape(field[4..].TrimEnd(','));
        }
    }
}

/// <summary>EXTERNAL (RFC 4422 appendix A) and ANONYMOUS (RFC 4505): a name alone.</summary>
internal sealed class NameReader : SaslReader
{
    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        if (!response.IsEmpty) User = WireText.Decode(response);
    }
}
