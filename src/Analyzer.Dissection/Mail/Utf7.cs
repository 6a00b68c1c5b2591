using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>Decodes UTF-7 (RFC 2152), which the framework has given up. What is not valid stays as it is.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var result = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            int shift = bytes.IndexOf((byte)'+');
            ReadOnlySpan<byte> direct = shift < 0 ? bytes : bytes[..shift];
            result.Append(Encoding.Latin1.GetString(direct));
            bytes = bytes[direct.Length..];
            if (!bytes.IsEmpty) bytes = bytes[DecodeShifted(bytes, result)..];
        }

        return result.ToString();
    }

    /// <summary>Decodes from a "+" on, and returns the length of the shifted sequence with its end mark.</summary>
    static int DecodeShifted(ReadOnlySpan<byte> bytes, StringBuilder result)
    {
        int at = 1;
        uint bits = 0;
        int bitCount = 0;
        while (at < bytes.Length && Base64Decoder.Sextet(bytes[at]) is int sextet and >= 0)
        {
            at++;
            bits = bits << 6 | (uint)sextet;
            bitCount += 6;
            if (bitCount < 16) continue;
            bitCount -= 16;
            result.Append((char)(bits >> bitCount));
        }

        bool isClosed = at < bytes.Length && bytes[at] == '-';
        if (at == 1) result.Append('+');
        return isClosed ? at + 1 : at;
    }
}
