using System.Buffers.Text;

namespace Analyzer.Dissection.Text.Sasl;

/// <summary>
/// One authentication in the SASL framework (RFC 4422), whatever the protocol around it: takes the challenges and responses as they
/// stand on the wire and says who tried to prove what to whom. Nothing is verified.
/// </summary>
public sealed class SaslExchange
{
    readonly SaslReader _reader;

    /// <summary>Begins one.</summary>
    /// <param name="mechanism">As the client named it.</param>
    public SaslExchange(string mechanism)
    {
        Mechanism = mechanism.ToUpperInvariant();
        _reader = SaslReader.For(Mechanism);
    }

    /// <summary>The mechanism's name in upper case.</summary>
    public string Mechanism { get; }

    /// <summary>Who; null while not known.</summary>
    public string? User => _reader.User;

    /// <summary>
    /// The password or token where the mechanism sends it; else challenge and response as sent, decoded, with a blank between them.
    /// Null while there is none.
    /// </summary>
    public string? Secret => _reader.Secret;

    /// <summary>Whether <see cref="Secret"/> is the password or token itself, for anybody on the way to use.</summary>
    public bool RevealsSecret => _reader.RevealsSecret && Secret is not null;

    /// <summary>The realm or Windows domain, where the mechanism has one.</summary>
    public string? Domain => _reader.Domain;

    /// <summary>The client's machine as NTLM tells it.</summary>
    public string? Workstation => _reader.Workstation;

    /// <summary>How many responses the client gave, an initial one included.</summary>
    public int Responses { get; private set; }

    /// <summary>The client broke it off with <c>*</c>.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>The server asks. Most mechanisms' challenges are base64; some servers send plain text, which is taken as it is.</summary>
    public void Challenge(string text) => _reader.OnChallenge(Base64Text.Decode(text) ?? Raw(text));

    /// <summary>The client answers: base64, <c>=</c> for nothing (RFC 4954 section 4), <c>*</c> to break off.</summary>
    public void Respond(string text)
    {
        if (text.Trim() == "*")
        {
            IsCancelled = true;
            return;
        }
        Responses++;
        _reader.OnResponse(text.Trim() == "=" ? [] : Base64Text.Decode(text) ?? Raw(text));
    }

    /// <summary>
    /// Whether a line can be an answer to a challenge: base64, nothing, or the star that breaks it off. Base64 is padded to a multiple of four,
    /// which few commands are.
    /// </summary>
    public static bool LooksLikeResponse(ReadOnlySpan<byte> line) =>
        line.IsEmpty || line.SequenceEqual("*"u8) || line.SequenceEqual("="u8) || (line.Length % 4 == 0 && Base64.IsValid(line));

    static byte[] Raw(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
