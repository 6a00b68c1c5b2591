using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>The messages and logins of a POP3 dialogue.</summary>
static class Pop3Truth
{
    /// <summary>Finds them.</summary>
    public static void Read(SessionTruth session)
    {
        IReadOnlyList<Exchange> exchanges = ExchangeReader.Read(session.Dialogue, ExchangeReader.Pop3);
        session.AddCommands(exchanges);
        Exchange? user = null;
        foreach (Exchange exchange in exchanges)
        {
            bool isGood = exchange.Server.Count > 0 && exchange.Server[0].Text.StartsWith("+OK", StringComparison.Ordinal);
            if (exchange.Verb == "USER") user = exchange;
            if (exchange.Verb == "PASS" && user is not null) session.AddCredential("USER/PASS", user.Words[1], exchange.Command!.Text[5..], isGood, [user, exchange]);
            if (exchange.Verb == "APOP") session.AddCredential("APOP", exchange.Words[1], null, isGood, [exchange]);
            if (exchange.Verb == "AUTH" && exchange.Words.Length > 1) AddSasl(session, exchange);
            if (exchange.Verb is "RETR" or "TOP" && isGood) AddMessage(session, exchange);
        }
    }

    static void AddSasl(SessionTruth session, Exchange auth) =>
        session.AddSasl(auth.Words[1].ToUpperInvariant(), [.. auth.Words.Skip(2), .. auth.Client.Skip(1).Select(said => said.Text)], auth.Reply.StartsWith("+OK", StringComparison.Ordinal), auth);

    static void AddMessage(SessionTruth session, Exchange exchange)
    {
        Utterance[] text = [.. exchange.Server.Skip(1).SkipLast(1)];
        byte[] sent = [.. text.SelectMany(said => said.Bytes.ToArray())];
        Stretch place = new(exchange.Server[0].Place.End, exchange.Server[^1].Place.End);
        session.AddMessage(exchange.Command!.Text.ToUpperInvariant(), DialogueSide.Server, place, DotText.Plain(sent).Span, [exchange], exchange);
        if (exchange.Verb == "TOP") session.Messages[^1] = session.Messages[^1] with { Part = $"headers + {exchange.Words[2]} lines" };
    }
}
