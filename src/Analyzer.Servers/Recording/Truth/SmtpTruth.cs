using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>The messages and logins of an SMTP dialogue.</summary>
static class SmtpTruth
{
    /// <summary>Finds them.</summary>
    public static void Read(SessionTruth session)
    {
        IReadOnlyList<Exchange> exchanges = ExchangeReader.Read(session.Dialogue, ExchangeReader.Smtp);
        session.AddCommands(exchanges);
        var transaction = new List<Exchange>();
        foreach (Exchange exchange in exchanges)
        {
            if (exchange.Verb is "EHLO" or "HELO" or "RSET" or "MAIL") transaction.Clear();
            if (exchange.Verb is "MAIL" or "RCPT" or "DATA" or "BDAT") transaction.Add(exchange);
            if (exchange.Verb == "AUTH") AddLogin(session, exchange);
            bool isLast = exchange.Verb == "DATA" ? exchange.Client.Count > 1 : exchange.Verb == "BDAT" && exchange.Words[^1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
            if (isLast) AddMessage(session, transaction, exchange);
        }
    }

    static void AddLogin(SessionTruth session, Exchange auth) =>
        session.AddSasl(auth.Words[1].ToUpperInvariant(), [.. auth.Words.Skip(2), .. auth.Client.Skip(1).Select(said => said.Text)], IsGood(auth), auth);

    static void AddMessage(SessionTruth session, List<Exchange> transaction, Exchange last)
    {
        bool isData = last.Verb == "DATA";
        List<Utterance> blocks = [.. transaction.Where(part => part.Verb == last.Verb).SelectMany(part => part.Client.Skip(1)).Where(said => !isData || said.Text != ".")];
        if (blocks.Count == 0) return;
        byte[] sent = [.. blocks.SelectMany(block => block.Bytes.ToArray())];
        ReadOnlySpan<byte> bytes = isData ? DotText.Plain(sent).Span : sent;
        // With DATA the line with the dot is part of what must be there to know the end.
        Stretch place = new(blocks[0].Place.Start, last.Client[^1].Place.End);
        session.AddMessage(last.Verb, DialogueSide.Client, place, bytes, transaction, last);
        TruthMessage message = session.Messages[^1];
        session.Messages[^1] = message with { Envelope = EnvelopeOf(transaction), Accepted = IsGood(last) };
    }

    static TruthEnvelope EnvelopeOf(List<Exchange> transaction)
    {
        IEnumerable<Exchange> recipients = transaction.Where(exchange => exchange.Verb == "RCPT");
        Exchange? mail = transaction.Find(exchange => exchange.Verb == "MAIL");
        return new TruthEnvelope(Address(mail), [.. recipients.Where(IsGood).Select(Address)], [.. recipients.Where(exchange => !IsGood(exchange)).Select(Address)]);
    }

    static bool IsGood(Exchange exchange) => exchange.Reply.StartsWith('2');

    static string Address(Exchange? exchange)
    {
        string line = exchange?.Command?.Text ?? "";
        int start = line.IndexOf('<') + 1;
        int end = line.IndexOf('>', start);
        return start > 0 && end >= start ? line[start..end] : "";
    }
}
