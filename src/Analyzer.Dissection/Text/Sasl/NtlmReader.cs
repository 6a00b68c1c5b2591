using System.Buffers.Binary;
using System.Text;

namespace Analyzer.Dissection.Text.Sasl;

/// <summary>
/// NTLM ([MS-NLMP] section 2.2.1), bare or inside SPNEGO. The secret is challenge and responses in the notation that password
/// auditors share: <c>user::domain:challenge:proof:blob</c>, for the older responses <c>user::domain:lm:nt:challenge</c>.
/// </summary>
internal sealed class NtlmReader : SaslReader
{
    const int Challenge = 2, Authenticate = 3;

    /// <summary>An NT response this long is the old one; a longer one is NTLMv2's proof (16 bytes) and blob.</summary>
    const int OldResponseLength = 24;

    const int ProofLength = 16;
    const uint Unicode = 1;
    string _challenge = "";

    static ReadOnlySpan<byte> Signature => "NTLMSSP\0"u8;

    public override void OnChallenge(ReadOnlySpan<byte> challenge)
    {
        if (Find(challenge, Challenge) is { Length: >= 32 } message) _challenge = Convert.ToHexStringLower(message.Slice(24, 8));
    }

    public override void OnResponse(ReadOnlySpan<byte> response)
    {
        ReadOnlySpan<byte> message = Find(response, Authenticate);
        if (message.Length < 64) return;
        bool isUnicode = (BinaryPrimitives.ReadUInt32LittleEndian(message[60..]) & Unicode) != 0;
        Domain = Text(Field(message, 28), isUnicode);
        User = Text(Field(message, 36), isUnicode);
        Workstation = Text(Field(message, 44), isUnicode);
        string lm = Convert.ToHexStringLower(Field(message, 12));
        ReadOnlySpan<byte> nt = Field(message, 20);
        Secret = nt.Length > OldResponseLength
            ? $"{User}::{Domain}:{_challenge}:{Convert.ToHexStringLower(nt[..ProofLength])}:{Convert.ToHexStringLower(nt[ProofLength..])}"
            : $"{User}::{Domain}:{lm}:{Convert.ToHexStringLower(nt)}:{_challenge}";
    }

    static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> token, int type)
    {
        int start = token.IndexOf(Signature);
        if (start < 0 || token.Length < start + 12) return default;
        ReadOnlySpan<byte> message = token[start..];
        return BinaryPrimitives.ReadInt32LittleEndian(message[8..]) == type ? message : default;
    }

    /// <summary>A field's length and offset stand at <paramref name="at"/>; one that leads out of the message is empty.</summary>
    static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, int at)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(message[(at + 4)..]);
        return offset + (long)length <= message.Length ? message.Slice((int)offset, length) : default;
    }

    static string Text(ReadOnlySpan<byte> field, bool isUnicode) => isUnicode ? Encoding.Unicode.GetString(field) : WireText.Decode(field);
}
