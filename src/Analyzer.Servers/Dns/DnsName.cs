using System.Text;

namespace Analyzer.Servers.Dns;

/// <summary>Domain names on the wire: labels with their lengths, and pointers to earlier ones (RFC 1035 3.1, 4.1.4).</summary>
static class DnsName
{
    const int MaxLabel = 63, MaxName = 255;

    // A name of 255 octets has at most 127 labels, and each pointer brings one at least.
    const int MaxSteps = 128;

    /// <summary>As it is compared: lower case, no dot at the end.</summary>
    public static string Plain(string name) => name.TrimEnd('.').ToLowerInvariant();

    /// <summary>A name as labels. False: it is none.</summary>
    public static bool TryWrite(string name, MemoryStream to)
    {
        string[] labels = name.TrimEnd('.') is { Length: > 0 } text ? text.Split('.') : [];
        bool fits = Encoding.UTF8.GetByteCount(name) < MaxName && labels.All(label => Encoding.UTF8.GetByteCount(label) is > 0 and <= MaxLabel);
        if (!fits) return false;
        foreach (string label in labels)
        {
            byte[] octets = Encoding.UTF8.GetBytes(label);
            to.WriteByte((byte)octets.Length);
            to.Write(octets);
        }
        to.WriteByte(0);
        return true;
    }

    /// <summary>Reads a name at <paramref name="at"/> and moves behind it. Octets that are not printable ASCII become <c>?</c>: no zone has such names.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        var text = new StringBuilder();
        int place = at;
        bool hasJumped = false;
        name = "";
        for (int step = 0; step < MaxSteps && place < message.Length; step++)
        {
            int length = message[place++];
            if (length == 0)
            {
                if (!hasJumped) at = place;
                name = text.ToString();
                return true;
            }
            if (length >= 0xC0)
            {
                if (place >= message.Length) return false;
                if (!hasJumped) at = place + 1;
                hasJumped = true;
                place = ((length & 0x3F) << 8) | message[place];
                continue;
            }
            if (length > MaxLabel || length > message.Length - place || text.Length + length > MaxName) return false;
            if (text.Length > 0) text.Append('.');
            foreach (byte octet in message.Slice(place, length)) text.Append(octet is > 0x20 and < 0x7F and not (byte)'.' ? (char)octet : '?');
            place += length;
        }
        return false;
    }
}
