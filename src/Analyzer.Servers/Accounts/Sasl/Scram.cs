using System.Security.Cryptography;
using System.Text;

namespace Analyzer.Servers.Accounts.Sasl;

/// <summary>What both sides of SCRAM-SHA-256 compute (RFC 5802 3, RFC 7677).</summary>
sealed class Scram
{
    readonly byte[] _salted;
    readonly byte[] _authMessage;

    public Scram(string password, byte[] salt, int iterations, string authMessage)
    {
        _salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        _authMessage = Encoding.UTF8.GetBytes(authMessage);
    }

    /// <summary>What the client proves its knowledge of the password with.</summary>
    public byte[] ClientProof()
    {
        byte[] key = HMACSHA256.HashData(_salted, "Client Key"u8);
        byte[] signature = HMACSHA256.HashData(SHA256.HashData(key), _authMessage);
        for (int index = 0; index < key.Length; index++) key[index] ^= signature[index];
        return key;
    }

    /// <summary>What the server proves its own with.</summary>
    public byte[] ServerSignature() => HMACSHA256.HashData(HMACSHA256.HashData(_salted, "Server Key"u8), _authMessage);

    /// <summary>The value of an attribute such as "r" in "a=1,r=2"; null: it is not there.</summary>
    public static string? Attribute(string message, char name) =>
        message.Split(',').FirstOrDefault(part => part.Length >= 2 && part[0] == name && part[1] == '=')?[2..];

    /// <summary>A name with its ',' and '=' hidden, as it stands in the messages.</summary>
    public static string Escape(string name) => name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    public static string Unescape(string name) => name.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);

    /// <summary>Base64, or null when it is none.</summary>
    public static byte[]? Decode(string? base64)
    {
        if (base64 is null) return null;
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length] : null;
    }
}
