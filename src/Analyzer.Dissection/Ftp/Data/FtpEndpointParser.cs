using Analyzer.Capture;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// Reads where a data connection shall go, as commands and replies say it. No address (null) stands for "the same host", which EPSV and
/// the wildcard addresses mean.
/// </summary>
static class FtpEndpointParser
{
    /// <summary>
    /// Six numbers (RFC 959 section 4.1.2) anywhere in the text: the reply 227 has no fixed form, with or without parentheses (RFC 1123
    /// section 4.1.2.6).
    /// </summary>
    public static bool TryReadNumbers(string text, out IpAddress? address, out ushort port)
    {
        (address, port) = (null, 0);
        Span<byte> numbers = stackalloc byte[6];
        for (int i = 0; i < text.Length; i++)
        {
            bool mayBegin = char.IsAsciiDigit(text[i]) && (i == 0 || (!char.IsAsciiDigit(text[i - 1]) && text[i - 1] != ','));
            if (!mayBegin || ReadList(text.AsSpan(i), numbers) < numbers.Length) continue;
            port = (ushort)(numbers[4] << 8 | numbers[5]);
            address = Known(IpAddress.From(numbers[..4]));
            return port != 0;
        }
        return false;
    }

    /// <summary>
    /// RFC 1639's long form: address family, address length, address, port length, port; all in decimal, parted by commas, anywhere in
    /// the text.
    /// </summary>
    public static bool TryReadLong(string text, out IpAddress? address, out ushort port)
    {
        (address, port) = (null, 0);
        int start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0) return false;
        Span<byte> numbers = stackalloc byte[32];
        int count = ReadList(text.AsSpan(start), numbers);
        if (count < 2 || numbers[0] is not (4 or 6)) return false;
        int length = numbers[1];
        if (length is not (4 or 16) || count < 2 + length + 3 || numbers[2 + length] != 2) return false;
        address = Known(IpAddress.From(numbers.Slice(2, length)));
        port = (ushort)(numbers[length + 3] << 8 | numbers[length + 4]);
        return port != 0;
    }

    // Numbers of 0 to 255 parted by commas, blanks around them forgiven; returns how many there are before something else comes.
    static int ReadList(ReadOnlySpan<char> text, Span<byte> numbers)
    {
        int count = 0, i = 0;
        while (count < numbers.Length)
        {
            int value = 0, digits = 0;
            for (; i < text.Length && char.IsAsciiDigit(text[i]) && digits < 4; i++, digits++) value = value * 10 + (text[i] - '0');
            if (digits is 0 or 4 || value > 255) return count;
            numbers[count++] = (byte)value;
            int next = SkipBlanks(text, i);
            if (next >= text.Length || text[next] != ',') return count;
            i = SkipBlanks(text, next + 1);
        }
        return count;
    }

    static int SkipBlanks(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && text[i] == ' ') i++;
        return i;
    }

    /// <summary>
    /// RFC 2428: three fields, each behind a delimiter, which is whatever stands first (section 2). The reply 229 has them in
    /// parentheses, with the first two empty (section 3); some servers leave the parentheses out.
    /// </summary>
    public static bool TryReadExtended(string text, out IpAddress? address, out ushort port)
    {
        (address, port) = (null, 0);
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0 && TryReadFields(text.AsSpan(open + 1), out address, out port)) return true;
        for (int i = 0; i + 4 < text.Length; i++)
        {
            if (text[i] == text[i + 1] && text[i] == text[i + 2] && TryReadFields(text.AsSpan(i), out address, out port)) return true;
        }
        return TryReadFields(text.AsSpan().TrimStart(), out address, out port);
    }

    static bool TryReadFields(ReadOnlySpan<char> text, out IpAddress? address, out ushort port)
    {
        (address, port) = (null, 0);
        if (text.IsEmpty || text[0] is < '!' or > '~' || char.IsAsciiLetterOrDigit(text[0])) return false;
        Span<Range> fields = stackalloc Range[5];
        if (text.Split(fields, text[0]) < 4) return false;
        ReadOnlySpan<char> host = text[fields[2]];
        if (host.Length > 0)
        {
            if (host.Length > 64 || !IpAddress.TryParse(host.ToString(), out IpAddress given)) return false;
            address = Known(given);
        }
        ReadOnlySpan<char> digits = text[fields[3]];
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0) digits = digits[..end];
        return ushort.TryParse(digits, out port) && port != 0;
    }

    static IpAddress? Known(IpAddress address) => address.High == 0 && address.Low == 0 ? null : address;
}
