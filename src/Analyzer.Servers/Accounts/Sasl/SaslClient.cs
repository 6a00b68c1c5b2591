using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Accounts.Sasl;

/// <summary>The client's side of one authentication: answers challenges, decoded, until the server says how it ended.</summary>
abstract class SaslClient
{
    /// <summary>The mechanism's name.</summary>
    public abstract string Mechanism { get; }

    /// <summary>Starts an authentication by the strongest mechanism that both know, or by the one asked for; null: there is none.</summary>
    public static SaslClient? Create(IEnumerable<string> offered, string? wanted, string login, string password, Func<int, byte[]> randomness)
    {
        var known = new HashSet<string>(offered, StringComparer.OrdinalIgnoreCase);
        string? mechanism = SaslServer.Mechanisms.FirstOrDefault(name => known.Contains(name) && (wanted is null || name.Equals(wanted, StringComparison.OrdinalIgnoreCase)));
        return mechanism switch
        {
            "PLAIN" => new PlainClient(login, password),
            "LOGIN" => new LoginClient(login, password),
            "CRAM-MD5" => new CramMd5Client(login, password),
            "SCRAM-SHA-256" => new ScramClient(login, password, randomness),
            _ => null,
        };
    }

    /// <summary>What the client says first, unasked; null: it waits for a challenge.</summary>
    public abstract byte[]? Initial();

    /// <summary>The answer to a challenge; null: the server is not who it should be, give up.</summary>
    public abstract byte[]? Answer(byte[] challenge);

    sealed class PlainClient(string login, string password) : SaslClient
    {
        public override string Mechanism => "PLAIN";

        public override byte[] Initial() => Encoding.UTF8.GetBytes($"\0{login}\0{password}");

        public override byte[] Answer(byte[] challenge) => Initial();
    }

    sealed class LoginClient(string login, string password) : SaslClient
    {
        int _step;

        public override string Mechanism => "LOGIN";

        public override byte[]? Initial() => null;

        public override byte[]? Answer(byte[] challenge) => _step++ switch
        {
            0 => Encoding.UTF8.GetBytes(login),
            1 => Encoding.UTF8.GetBytes(password),
            _ => null,
        };
    }

    sealed class CramMd5Client(string login, string password) : SaslClient
    {
        public override string Mechanism => "CRAM-MD5";

        public override byte[]? Initial() => null;

        public override byte[] Answer(byte[] challenge) => Encoding.UTF8.GetBytes($"{login} {CramMd5.Digest(password, challenge)}");
    }

    sealed class ScramClient : SaslClient
    {
        /// <summary>More would be a server that wants to keep this machine busy.</summary>
        const int MaxIterations = 1_000_000;

        readonly string _password;
        readonly string _nonce;
        readonly string _first;
        byte[] _expected = [];
        int _step;

        public ScramClient(string login, string password, Func<int, byte[]> randomness)
        {
            _password = password;
            _nonce = Convert.ToHexStringLower(randomness(12));
            _first = $"n={Scram.Escape(login)},r={_nonce}";
        }

        public override string Mechanism => "SCRAM-SHA-256";

        public override byte[] Initial() => Encoding.UTF8.GetBytes("n,," + _first);

        public override byte[]? Answer(byte[] challenge)
        {
            string message = Encoding.UTF8.GetString(challenge);
            if (_step == 0 && message.Length == 0) return Initial();
            return _step++ switch
            {
                0 => Proof(message),
                1 => Scram.Decode(Scram.Attribute(message, 'v')) is { } signature && signature.AsSpan().SequenceEqual(_expected) ? [] : null,
                _ => null,
            };
        }

        byte[]? Proof(string serverFirst)
        {
            string? nonce = Scram.Attribute(serverFirst, 'r');
            bool isUsable = int.TryParse(Scram.Attribute(serverFirst, 'i'), NumberStyles.None, CultureInfo.InvariantCulture, out int iterations) && iterations is > 0 and <= MaxIterations;
            if (!isUsable || nonce is null || !nonce.StartsWith(_nonce, StringComparison.Ordinal) || Scram.Decode(Scram.Attribute(serverFirst, 's')) is not { } salt) return null;
            string withoutProof = $"c=biws,r={nonce}";
            var scram = new Scram(_password, salt, iterations, $"{_first},{serverFirst},{withoutProof}");
            _expected = scram.ServerSignature();
            return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(scram.ClientProof())}");
        }
    }
}
