using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Accounts.Sasl;

/// <summary>PLAIN (RFC 4616): identity to act as, login and password in one response, parted by NUL.</summary>
sealed class PlainServer(AccountDirectory accounts) : SaslServer
{
    public override SaslStep Next(byte[]? response)
    {
        if (response is null) return new SaslStep([]);
        string[] parts = Encoding.UTF8.GetString(response).Split('\0');
        if (parts is not [var actAs, var login, var password]) return SaslStep.Failed;
        Account? account = accounts.Verify(login, password);
        // Nobody may act for somebody else.
        return actAs.Length == 0 || accounts.Find(actAs) == account ? SaslStep.Done(account) : SaslStep.Failed;
    }
}

/// <summary>LOGIN (draft-murchison-sasl-login): login and password, each asked for.</summary>
sealed class LoginServer(AccountDirectory accounts) : SaslServer
{
    bool _hasAsked;
    string? _login;

    public override SaslStep Next(byte[]? response)
    {
        if (response is null && !_hasAsked)
        {
            _hasAsked = true;
            return new SaslStep("Username:"u8.ToArray());
        }
        string text = Encoding.UTF8.GetString(response ?? []);
        if (_login is not null) return SaslStep.Done(accounts.Verify(_login, text));
        _login = text;
        return new SaslStep("Password:"u8.ToArray());
    }
}

/// <summary>CRAM-MD5 (RFC 2195): the client returns its login and the keyed digest of a challenge.</summary>
sealed class CramMd5Server(ServerContext context) : SaslServer
{
    byte[]? _challenge;

    public override SaslStep Next(byte[]? response)
    {
        if (_challenge is null)
        {
            // The client does not speak first.
            if (response is not null) return SaslStep.Failed;
            string stamp = string.Create(CultureInfo.InvariantCulture, $"<{Convert.ToHexStringLower(context.Randomness(6))}.{context.Clock.GetUtcNow().ToUnixTimeSeconds()}@{context.HostName}>");
            return new SaslStep(_challenge = Encoding.ASCII.GetBytes(stamp));
        }
        string answer = Encoding.UTF8.GetString(response ?? []);
        int blank = answer.LastIndexOf(' ');
        if (blank < 0 || context.Accounts.Find(answer[..blank]) is not { } account) return SaslStep.Failed;
        byte[] expected = Encoding.ASCII.GetBytes(CramMd5.Digest(account.Password, _challenge));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(answer[(blank + 1)..])) ? SaslStep.Done(account) : SaslStep.Failed;
    }
}

static class CramMd5
{
    /// <summary>HMAC-MD5 of the challenge, in lower-case hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The mechanism is defined by it.")]
    public static string Digest(string password, ReadOnlySpan<byte> challenge) => Convert.ToHexStringLower(HMACMD5.HashData(Encoding.UTF8.GetBytes(password), challenge));
}
