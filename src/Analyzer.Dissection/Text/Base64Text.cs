using System.Buffers.Text;
using System.Text;

namespace Analyzer.Dissection.Text;

/// <summary>Base64 (RFC 4648 section 4) as it is met on the wire: padding may be missing, blanks may stand around it.</summary>
public static class Base64Text
{
    /// <summary>The bytes that <paramref name="text"/> stands for; null when it is no base64.</summary>
    public static byte[]? Decode(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim().TrimEnd('=');
        if (trimmed.Length % 4 == 1 || !Ascii.IsValid(trimmed)) return null;
        // Padded anew: some clients leave the padding out, some send too much of it.
        byte[] padded = new byte[(trimmed.Length + 3) / 4 * 4];
        padded.AsSpan().Fill((byte)'=');
        Encoding.ASCII.GetBytes(trimmed, padded);
        byte[] decoded = new byte[trimmed.Length * 3 / 4];
        bool isRight = Base64.DecodeFromUtf8(padded, decoded, out _, out int written) == System.Buffers.OperationStatus.Done;
        return isRight && written == decoded.Length ? decoded : null;
    }
}
