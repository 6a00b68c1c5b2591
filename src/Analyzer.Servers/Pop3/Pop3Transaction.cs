using System.Globalization;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Pop3;

/// <summary>The commands of the TRANSACTION state (RFC 1939, sections 5 and 7).</summary>
static class Pop3Transaction
{
    // Of a listing: what a client that does not read can hold up.
    const int LinesAtOnce = 1000;

    const string NoSuchMessage = "-ERR no such message";

    /// <summary>The reply; null: it was written already.</summary>
    public static async ValueTask<string?> AnswerAsync(string verb, string argument, Pop3Maildrop maildrop, LineChannel channel, Fault fault, TimeProvider clock, CancellationToken cancel)
    {
        switch (verb)
        {
            case "STAT":
                return string.Create(CultureInfo.InvariantCulture, $"+OK {maildrop.Listed.Count()} {Octets(maildrop) + fault.CountError}");
            case "LIST":
                return await ListAsync(argument, maildrop, channel, message => (message.Size + fault.CountError).ToString(CultureInfo.InvariantCulture), cancel);
            case "UIDL":
                return await ListAsync(argument, maildrop, channel, maildrop.UniqueId, cancel);
            case "DELE":
                if (maildrop.Find(argument) is not { } doomed) return NoSuchMessage;
                maildrop.Mark(doomed);
                return $"+OK message {argument} deleted";
            case "RSET":
                maildrop.Reset();
                return "+OK " + Summary(maildrop);
            case "NOOP":
                return "+OK";
            case "RETR" or "TOP":
                return await SendAsync(verb, argument, maildrop, channel, fault, clock, cancel);
            case "USER" or "PASS" or "APOP" or "AUTH" or "STLS" or "UTF8":
                return "-ERR You are logged in already";
            default:
                return "-ERR There is no such command";
        }
    }

    static async ValueTask<string?> ListAsync(string argument, Pop3Maildrop maildrop, LineChannel channel, Func<StoredMessage, string> tell, CancellationToken cancel)
    {
        if (argument.Length > 0) return maildrop.Find(argument) is { } one ? $"+OK {argument} {tell(one)}" : NoSuchMessage;
        channel.WriteLine("+OK " + Summary(maildrop));
        foreach ((int number, StoredMessage message) in maildrop.Listed)
        {
            channel.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number} {tell(message)}"));
            if (number % LinesAtOnce == 0) await channel.FlushAsync(cancel);
        }
        return ".";
    }

    static async ValueTask<string?> SendAsync(string verb, string argument, Pop3Maildrop maildrop, LineChannel channel, Fault fault, TimeProvider clock, CancellationToken cancel)
    {
        string[] words = argument.Split(' ');
        int lines = int.MaxValue;
        if (words.Length != (verb == "TOP" ? 2 : 1)) return verb == "TOP" ? "-ERR TOP needs a message and a number of lines" : NoSuchMessage;
        if (verb == "TOP" && !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out lines)) return "-ERR The number of lines is none";
        if (maildrop.Find(words[0]) is not { } message || maildrop.Open(message) is not { } content) return NoSuchMessage;
        await using (content)
        {
            channel.WriteLine(verb == "TOP" ? "+OK top of message follows" : string.Create(CultureInfo.InvariantCulture, $"+OK {message.Size + fault.CountError} octets"));
            var stuffer = new DotStuffer(verb == "TOP" ? lines : null);
            var writer = new ContentWriter(channel, fault, clock);
            byte[] piece = new byte[16 * 1024], stuffed = new byte[2 * piece.Length];
            while (!stuffer.HasEnded && await content.ReadAsync(piece, cancel) is > 0 and int length)
                await writer.WriteAsync(stuffed.AsMemory(0, stuffer.Stuff(piece.AsSpan(0, length), stuffed)), cancel);
            if (!stuffer.IsAtLineStart) channel.Write("\r\n"u8, "");
        }
        return ".";
    }

    static long Octets(Pop3Maildrop maildrop) => maildrop.Listed.Sum(numbered => numbered.Message.Size);

    static string Summary(Pop3Maildrop maildrop)
    {
        int count = maildrop.Listed.Count();
        return string.Create(CultureInfo.InvariantCulture, $"{count} message{(count == 1 ? "" : "s")} ({Octets(maildrop)} octets)");
    }
}
