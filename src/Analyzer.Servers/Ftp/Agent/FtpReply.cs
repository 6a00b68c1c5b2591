using System.Globalization;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Ftp.Agent;

/// <summary>A server's reply: its code and its lines, the first and last without the code.</summary>
public sealed record FtpReply(int Code, IReadOnlyList<string> Lines)
{
    // Help texts have some hundred lines; more is no reply.
    const int MaxLines = 10_000;

    /// <summary>1xx: another reply follows.</summary>
    public bool IsPreliminary => Code is >= 100 and < 200;

    /// <summary>2xx.</summary>
    public bool IsOk => Code is >= 200 and < 300;

    /// <summary>3xx: the next command goes on with it.</summary>
    public bool WantsMore => Code is >= 300 and < 400;

    /// <summary>All lines as one, such as "550 /a: no such file".</summary>
    public string Text => $"{Code} {string.Join(' ', Lines)}".TrimEnd();

    /// <summary>Reads a reply (RFC 959 4.2).</summary>
    /// <exception cref="ChannelException">The connection is over, or what comes is no FTP.</exception>
    public static async ValueTask<FtpReply> ReadAsync(LineChannel channel, CancellationToken cancel)
    {
        var lines = new List<string>();
        int code = 0;
        for (int count = 0; count < MaxLines; count++)
        {
            string line = await channel.ReadLineAsync(cancel) ?? throw new ChannelException(ChannelFailure.Broken);
            bool hasCode = TryReadCode(line, out int own);
            if (code == 0)
            {
                // What a server that breaks the rule has left of its last reply.
                if (!hasCode) continue;
                code = own;
                if (line.Length == 3 || line[3] != '-') return new FtpReply(code, [Rest(line)]);
                lines.Add(Rest(line));
            }
            else if (hasCode && own == code && (line.Length == 3 || line[3] == ' '))
            {
                lines.Add(Rest(line));
                return new FtpReply(code, lines);
            }
            else
            {
                lines.Add(line);
            }
        }
        throw new ChannelException(ChannelFailure.Broken, new InvalidDataException("a reply without an end"));
    }

    static string Rest(string line) => line.Length > 4 ? line[4..] : "";

    static bool TryReadCode(string line, out int code)
    {
        code = 0;
        return line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code >= 100
            && (line.Length == 3 || line[3] is ' ' or '-');
    }
}

/// <summary>The server refused what the agent cannot go on without.</summary>
public sealed class FtpRefusedException(string command, FtpReply reply) : Exception($"{command} was refused: {reply.Text}")
{
    /// <summary>What the server said.</summary>
    public FtpReply Reply => reply;
}
