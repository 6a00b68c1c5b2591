using System.Buffers.Text;
using System.Net;
using Analyzer.Capture;

namespace Analyzer.Terminal.Output;

/// <summary>Times and addresses as UTF-8, without a string for each.</summary>
static class TextFormat
{
    /// <summary>Bytes of the longest address: an IPv6 address with an embedded IPv4 address.</summary>
    public const int MaxAddress = 45;

    /// <summary>RFC 3339 in UTC with nine decimals; returns the length (30).</summary>
    public static int Time(Timestamp time, Span<byte> target)
    {
        (long seconds, long nanoseconds) = Math.DivRem(time.Nanoseconds, 1_000_000_000);
        if (nanoseconds < 0) (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000_000);
        DateTime moment = DateTime.UnixEpoch.AddSeconds(seconds);
        Digits(target[..4], moment.Year);
        target[4] = (byte)'-';
        Digits(target[5..7], moment.Month);
        target[7] = (byte)'-';
        Digits(target[8..10], moment.Day);
        target[10] = (byte)'T';
        Digits(target[11..13], moment.Hour);
        target[13] = (byte)':';
        Digits(target[14..16], moment.Minute);
        target[16] = (byte)':';
        Digits(target[17..19], moment.Second);
        target[19] = (byte)'.';
        Digits(target[20..29], nanoseconds);
        target[29] = (byte)'Z';
        return 30;
    }

    static void Digits(Span<byte> target, long value)
    {
        for (int i = target.Length - 1; i >= 0; i--)
        {
            (value, long digit) = Math.DivRem(value, 10);
            target[i] = (byte)('0' + digit);
        }
    }

    /// <summary>The usual textual form; returns the length.</summary>
    public static int Address(IpAddress address, Span<byte> target)
    {
        Span<byte> bytes = stackalloc byte[16];
        int count = address.Write(bytes);
        if (count == 16)
        {
            new IPAddress(bytes).TryFormat(target, out int length);
            return length;
        }
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            if (i > 0) target[at++] = (byte)'.';
            Utf8Formatter.TryFormat(bytes[i], target[at..], out int length);
            at += length;
        }
        return at;
    }
}
