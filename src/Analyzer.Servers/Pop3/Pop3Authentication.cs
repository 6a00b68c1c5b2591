using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Accounts.Sasl;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Pop3;

/// <summary>The ways to log in: USER and PASS, APOP (RFC 1939, section 7), AUTH (RFC 5034).</summary>
sealed class Pop3Authentication(ServerContext context, LineChannel channel)
{
    const string Refusal = "-ERR [AUTH] Login failed";

    string _stamp = "";
    string? _user;

    /// <summary>The first line, with the time stamp that APOP uses.</summary>
    public string Greeting()
    {
        _stamp = string.Create(CultureInfo.InvariantCulture, $"<{Convert.ToHexStringLower(context.Randomness(6))}.{context.Clock.GetUtcNow().ToUnixTimeSeconds()}@{context.HostName}>");
        return "+OK POP3 server ready " + _stamp;
    }

    /// <summary>TLS began: what was said before does not count.</summary>
    public void Forget() => _user = null;

    /// <summary>The reply, or the account that logged in.</summary>
    public async ValueTask<(string? Reply, Account? Account)> AnswerAsync(string verb, string argument, CancellationToken cancel)
    {
        switch (verb)
        {
            case "USER":
                // Any name is good: nobody learns who has a mailbox here.
                _user = argument;
                return (argument.Length > 0 ? "+OK" : "-ERR USER needs a name", null);
            case "PASS":
                string? user = _user;
                _user = null;
                return user is null ? ("-ERR USER comes first", null) : (Refusal, context.Accounts.Verify(user, argument));
            case "APOP":
                return (Refusal, Apop(argument));
            case "AUTH":
                return await AuthenticateAsync(argument, cancel);
            default:
                return ("-ERR There is no such command", null);
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "APOP is defined by it.")]
    Account? Apop(string argument)
    {
        int blank = argument.LastIndexOf(' ');
        if (blank < 0 || context.Accounts.Find(argument[..blank]) is not { } account) return null;
        string digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(_stamp + account.Password)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest), Encoding.ASCII.GetBytes(argument[(blank + 1)..])) ? account : null;
    }

    async ValueTask<(string? Reply, Account? Account)> AuthenticateAsync(string argument, CancellationToken cancel)
    {
        string[] words = argument.Split(' ', 2);
        if (SaslServer.Create(words[0], context) is not { } mechanism) return ("-ERR There is no such mechanism", null);
        string? word = words.ElementAtOrDefault(1);
        byte[]? response = null;
        if (word is not null && !TryDecode(word == "=" ? "" : word, out response)) return ("-ERR This is no base64", null);
        while (true)
        {
            SaslStep step = mechanism.Next(response);
            if (step.Challenge is not { } challenge) return (Refusal, step.Account);
            channel.WriteLine("+ " + Convert.ToBase64String(challenge));
            await channel.FlushAsync(cancel);
            word = await channel.ReadLineAsync(cancel) ?? throw new ChannelException(ChannelFailure.Broken);
            if (word == "*") return ("-ERR Authentication cancelled", null);
            if (!TryDecode(word, out response)) return ("-ERR This is no base64", null);
        }
    }

    static bool TryDecode(string base64, [NotNullWhen(true)] out byte[]? bytes)
    {
        byte[] buffer = new byte[base64.Length];
        bytes = Convert.TryFromBase64String(base64, buffer, out int length) ? buffer[..length] : null;
        return bytes is not null;
    }
}
