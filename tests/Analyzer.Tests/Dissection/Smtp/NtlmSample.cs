using System.Text;

namespace Analyzer.Tests.Dissection.Smtp;

/// <summary>NTLM messages after the example in [MS-NLMP] section 4.2: user "User", domain "Domain", workstation "COMPUTER".</summary>
static class NtlmSample
{
    public static string Negotiate => Encode([.. "NTLMSSP\0"u8, 1, 0, 0, 0, 0x35, 0x82, 0x88, 0xe2]);

    public static string Challenge => Encode([.. "NTLMSSP\0"u8, 2, 0, 0, 0, 0, 0, 0, 0, 56, 0, 0, 0, 0x33, 0x82, 0x8a, 0xe2, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, .. new byte[24]]);

    public static string Authenticate => Encode(Message(Enumerable.Repeat((byte)0xaa, 24).ToArray()));

    /// <summary>With an NTLMv2 response: a proof of 16 bytes and a blob.</summary>
    public static string AuthenticateV2 => Encode(Message([.. Enumerable.Repeat((byte)0xbb, 16), 1, 2, 3, 4, 5, 6, 7, 8, 9]));

    static string Encode(byte[] message) => Convert.ToBase64String(message);

    static byte[] Message(byte[] response)
    {
        byte[] lm = Enumerable.Repeat((byte)0xcc, 24).ToArray();
        byte[][] fields = [lm, response, Encoding.Unicode.GetBytes("Domain"), Encoding.Unicode.GetBytes("User"), Encoding.Unicode.GetBytes("COMPUTER"), []];
        var message = new List<byte>([.. "NTLMSSP\0"u8, 3, 0, 0, 0]);
        int offset = 64;
        foreach (byte[] field in fields)
        {
            message.AddRange(BitConverter.GetBytes((ushort)field.Length));
            message.AddRange(BitConverter.GetBytes((ushort)field.Length));
            message.AddRange(BitConverter.GetBytes(offset));
            offset += field.Length;
        }
        message.AddRange(BitConverter.GetBytes(0xe2888235));
        foreach (byte[] field in fields) message.AddRange(field);
        return [.. message];
    }
}
