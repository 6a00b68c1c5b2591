using System.Buffers;
using System.Buffers.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// What AUTHENTICATE (RFC 9051 section 6.2.2) tells of a user: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195), DIGEST-MD5 (RFC 2831), SCRAM (RFC 5802), XOAUTH2
/// and OAUTHBEARER (RFC 7628). Of any other mechanism the messages are kept as they were sent.
/// </summary>
internal sealed class ImapSasl(string mechanism)
{
    // No mechanism here takes more; a hostile dialogue could go on for ever.
    const int MaxMessages = 16;

    readonly List<string> _challenges = [], _responses = [];

    /// <summary>Upper case.</summary>
    public string Mechanism { get; } = mechanism;

    /// <summary>The client took its attempt back.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether the client said anything.</summary>
    public bool HasResponse => _responses.Count > 0;

    /// <summary>The server's text behind <c>+</c>.</summary>
    public void OnChallenge(ReadOnlySpan<byte> base64) => Add(_challenges, base64);

    /// <summary>The client's line, or its initial response (<c>=</c> stands for an empty one, RFC 4959).</summary>
    public void OnResponse(ReadOnlySpan<byte> base64)
    {
        if (base64.SequenceEqual("*"u8)) IsCancelled = true;
        else Add(_responses, base64.SequenceEqual("="u8) ? default : base64);
    }

    /// <summary>Whether a line can be an answer to a challenge: base64, nothing, or the star that takes the attempt back.</summary>
    public static bool LooksLikeResponse(ReadOnlySpan<byte> line) =>
        line.IsEmpty || line.SequenceEqual("*"u8) || line.SequenceEqual("="u8) || (line.Length % 4 == 0 && Base64.IsValid(line));

    /// <summary>Who, as far as the messages tell.</summary>
    public string? User => Mechanism switch
    {
        "PLAIN" => PlainField(1),
        "LOGIN" => Response(0),
        "CRAM-MD5" => Response(0) is { } text && text.LastIndexOf(' ') is > 0 and var space ? text[..space] : null,
        "DIGEST-MD5" => Between("username=\"", '"'),
        "XOAUTH2" => Between("user=", '\u0001'),
        "OAUTHBEARER" => Between("a=", ','),
        "EXTERNAL" => Response(0) is { Length: > 0 } user ? user : null,
        _ => Mechanism.StartsWith("SCRAM-", StringComparison.Ordinal) ? Between("n=", ',') : null,
    };

    /// <summary>The password, or challenges and responses as they were sent, one a line.</summary>
    public string? Secret => Mechanism switch
    {
        "PLAIN" => PlainField(2),
        "LOGIN" => Response(1),
        "XOAUTH2" or "OAUTHBEARER" => Between("auth=Bearer ", '\u0001'),
        "EXTERNAL" => null,
        _ => HasResponse ? string.Join('\n', Messages()) : null,
    };

    string? Response(int index) => index < _responses.Count ? _responses[index] : null;

    string? PlainField(int index)
    {
        string[]? fields = Response(0)?.Split('\0');
        return fields?.Length == 3 ? fields[index] : null;
    }

    // The text behind a key, up to a delimiter, in the first response.
    string? Between(string key, char end)
    {
        if (Response(0) is not { } text) return null;
        int at = text.IndexOf(key, StringComparison.Ordinal);
        if (at < 0) return null;
        string rest = text[(at + key.Length)..];
        int close = rest.IndexOf(end);
        return close < 0 ? rest : rest[..close];
    }

    IEnumerable<string> Messages()
    {
        for (int i = 0; i < Math.Max(_challenges.Count, _responses.Count); i++)
        {
            if (i < _challenges.Count && _challenges[i].Length > 0) yield return _challenges[i];
            if (i < _responses.Count && _responses[i].Length > 0) yield return _responses[i];
        }
    }

    static void Add(List<string> messages, ReadOnlySpan<byte> base64)
    {
        if (messages.Count == MaxMessages) return;
        byte[] plain = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length) + 3];
        bool isBase64 = Base64.DecodeFromUtf8(base64, plain, out _, out int length) == OperationStatus.Done;
        messages.Add(WireText.Decode(isBase64 ? plain.AsSpan(0, length) : base64));
    }
}
