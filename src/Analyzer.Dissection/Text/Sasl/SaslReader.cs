namespace Analyzer.Dissection.Text.Sasl;

/// <summary>Understands one mechanism's challenges and responses, base64 taken off.</summary>
internal abstract class SaslReader
{
    /// <summary>Who.</summary>
    public string? User { get; protected set; }

    /// <summary>See <see cref="SaslExchange.Secret"/>.</summary>
    public string? Secret { get; protected set; }

    /// <summary>The realm or Windows domain.</summary>
    public string? Domain { get; protected set; }

    /// <summary>The client's machine.</summary>
    public string? Workstation { get; protected set; }

    /// <summary>The secret goes over the wire as it is.</summary>
    public virtual bool RevealsSecret => false;

    /// <summary>The server asks.</summary>
    public virtual void OnChallenge(ReadOnlySpan<byte> challenge)
    {
    }

    /// <summary>The client answers.</summary>
    public abstract void OnResponse(ReadOnlySpan<byte> response);

    /// <summary>The one for a mechanism (upper case); for an unknown one, a reader that learns nothing.</summary>
    public static SaslReader For(string mechanism) => mechanism switch
    {
        "PLAIN" => new PlainReader(),
        "LOGIN" => new LoginReader(),
        "CRAM-MD5" => new CramReader(),
        "DIGEST-MD5" => new DigestReader(),
        "XOAUTH2" or "OAUTHBEARER" => new BearerReader(),
        "EXTERNAL" or "ANONYMOUS" => new NameReader(),
        _ when mechanism.StartsWith("SCRAM-", StringComparison.Ordinal) => new ScramReader(),
        // NTLM may travel inside SPNEGO; the others' tokens hold no name in clear.
        _ => new NtlmReader(),
    };
}
