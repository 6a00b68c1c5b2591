using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Accounts.Sasl;

/// <summary>
/// The server's side of one authentication (RFC 4422): it is given the client's responses, decoded, until it says that the exchange is over.
/// SMTP, POP3 and IMAP each carry the exchange in their own lines.
/// </summary>
abstract class SaslServer
{
    /// <summary>The mechanisms offered, strongest first.</summary>
    public static IReadOnlyList<string> Mechanisms { get; } = ["SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN"];

    /// <summary>Starts an authentication; null: there is no such mechanism.</summary>
    public static SaslServer? Create(string mechanism, ServerContext context) => mechanism.ToUpperInvariant() switch
    {
        "PLAIN" => new PlainServer(context.Accounts),
        "LOGIN" => new LoginServer(context.Accounts),
        "CRAM-MD5" => new CramMd5Server(context),
        "SCRAM-SHA-256" => new ScramServer(context),
        _ => null,
    };

    /// <summary>The next step. <paramref name="response"/> is null at the start when the client sent no initial response.</summary>
    public abstract SaslStep Next(byte[]? response);
}

/// <summary>What the server does next: ask on (<see cref="Challenge"/>), let in (<see cref="Account"/>), or refuse (neither).</summary>
readonly record struct SaslStep(byte[]? Challenge, Account? Account = null)
{
    public static SaslStep Failed { get; } = new(null);

    public static SaslStep Done(Account? account) => new(null, account);
}
