using System.Globalization;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Smtp.Agent;

/// <summary>A server's reply: its code and its lines, without code and separator.</summary>
public sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>More lines are no reply.</summary>
    const int MaxLines = 200;

    /// <summary>2xx.</summary>
    public bool IsOk => Code is >= 200 and < 300;

    /// <summary>5xx: the same again would be refused again.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>All lines as one, such as "550 5.1.1 Unknown user".</summary>
    public string Text => $"{Code} {string.Join(' ', Lines)}".TrimEnd();

    /// <summary>The enhanced status (RFC 3463) at the start of the text, or the one that the code alone tells.</summary>
    public string Status
    {
        get
        {
            string first = Lines.Count == 0 ? "" : Lines[0].Split(' ')[0];
            string[] parts = first.Split('.');
            bool isStatus = parts.Length == 3 && parts[0] == (Code / 100).ToString(CultureInfo.InvariantCulture) && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
            return isStatus ? first : $"{Code / 100}.0.0";
        }
    }

    internal static async ValueTask<SmtpReply> ReadAsync(LineChannel channel, CancellationToken cancel)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            string line = await channel.ReadLineAsync(cancel) ?? throw new ChannelException(ChannelFailure.Broken);
            bool isReply = line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code >= 100;
            if (!isReply) break;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-') return new SmtpReply(int.Parse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture), lines);
        }
        throw new ChannelException(ChannelFailure.Broken, new InvalidDataException("the server does not speak SMTP"));
    }
}

/// <summary>A server refused a command without which the agent cannot go on.</summary>
public sealed class SmtpRefusedException(string command, SmtpReply reply) : Exception($"{command} was refused: {reply.Text}")
{
    /// <summary>What the server said.</summary>
    public SmtpReply Reply => reply;
}
