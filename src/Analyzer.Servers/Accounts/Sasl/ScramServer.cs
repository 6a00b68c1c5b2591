using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Accounts.Sasl;

/// <summary>SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding.</summary>
sealed class ScramServer(ServerContext context) : SaslServer
{
    /// <summary>The least that RFC 7677 allows; more would only slow a teaching server down.</summary>
    const int Iterations = 4096;

    int _step;
    string _clientFirst = "";
    string _serverFirst = "";
    string _nonce = "";
    string _header = "";
    byte[] _salt = [];
    Account? _account;

    public override SaslStep Next(byte[]? response)
    {
        if (response is null) return _step == 0 ? new SaslStep([]) : SaslStep.Failed;
        string message = Encoding.UTF8.GetString(response);
        return _step++ switch
        {
            0 => First(message),
            1 => Final(message),
            _ => SaslStep.Done(_account),
        };
    }

    SaslStep First(string message)
    {
        // gs2-header: 'n' or 'y' (no channel binding), then an identity to act as, which must be nobody else's.
        string[] parts = message.Split(',', 3);
        if (parts is not [("n" or "y"), var actAs, var bare]) return SaslStep.Failed;
        if (Scram.Attribute(bare, 'n') is not { } login || Scram.Attribute(bare, 'r') is not { Length: > 0 } nonce) return SaslStep.Failed;
        _account = context.Accounts.Find(Scram.Unescape(login));
        if (actAs.Length > 0 && (!actAs.StartsWith("a=", StringComparison.Ordinal) || context.Accounts.Find(Scram.Unescape(actAs[2..])) != _account)) return SaslStep.Failed;
        _header = $"{parts[0]},{actAs},";
        _clientFirst = bare;
        _nonce = nonce + Convert.ToHexStringLower(context.Randomness(12));
        _salt = context.Randomness(16);
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_salt)},i={Iterations}";
        return new SaslStep(Encoding.UTF8.GetBytes(_serverFirst));
    }

    SaslStep Final(string message)
    {
        int proofAt = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0 || _account is null || Scram.Decode(message[(proofAt + 3)..]) is not { } proof) return SaslStep.Failed;
        string withoutProof = message[..proofAt];
        bool isOurs = Scram.Attribute(withoutProof, 'r') == _nonce && Scram.Attribute(withoutProof, 'c') == Convert.ToBase64String(Encoding.UTF8.GetBytes(_header));
        if (!isOurs) return SaslStep.Failed;
        var scram = new Scram(_account.Password, _salt, Iterations, $"{_clientFirst},{_serverFirst},{withoutProof}");
        if (!CryptographicOperations.FixedTimeEquals(scram.ClientProof(), proof)) return SaslStep.Failed;
        return new SaslStep(Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(scram.ServerSignature())));
    }
}
