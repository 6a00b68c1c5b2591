using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>What a line of an answer means for the exchange.</summary>
enum AnswerPart
{
    /// <summary>More of the answer follows.</summary>
    More,

    /// <summary>The client shall go on with the same command.</summary>
    Intermediate,

    /// <summary>The answer is over.</summary>
    Final,
}

/// <summary>Parts the dialogues of SMTP, POP3 and FTP into exchanges: answers come in the order of the commands.</summary>
static class ExchangeReader
{
    /// <summary>The exchanges of a dialogue; <paramref name="judge"/> knows the protocol's answers.</summary>
    public static IReadOnlyList<Exchange> Read(Dialogue dialogue, Func<Exchange, Utterance, AnswerPart> judge)
    {
        var exchanges = new List<Exchange>();
        for (int i = 0; i < dialogue.Utterances.Count; i++)
        {
            Utterance said = dialogue.Utterances[i];
            if (said.Side == DialogueSide.Client) Ask(exchanges, said, i);
            else Answer(exchanges, said, i, judge);
        }
        return exchanges;
    }

    static void Ask(List<Exchange> exchanges, Utterance said, int number)
    {
        // After "354" come the text and the dot; a block belongs to the command before it (BDAT).
        Exchange? open = exchanges.Find(exchange => exchange.WantsMore) ?? (said.IsLine ? null : exchanges.LastOrDefault());
        if (open is null) exchanges.Add(new Exchange(said) { Number = number });
        else open.Client.Add(said);
        if (open is { WantsMore: true, Verb: not "DATA" } || said is { IsLine: true, Text: "." }) open!.WantsMore = false;
    }

    static void Answer(List<Exchange> exchanges, Utterance said, int number, Func<Exchange, Utterance, AnswerPart> judge)
    {
        Exchange? open = exchanges.Find(exchange => !exchange.IsAnswered);
        if (open is null) exchanges.Add(open = new Exchange(null) { Number = number });
        open.Server.Add(said);
        AnswerPart part = judge(open, said);
        open.IsAnswered = part == AnswerPart.Final;
        open.WantsMore = part == AnswerPart.Intermediate;
    }

    /// <summary>SMTP (RFC 5321, 4.2.1): 334 and 354 ask for more.</summary>
    public static AnswerPart Smtp(Exchange exchange, Utterance said) => said.Text switch
    {
        ['3', ..] and [_, _, _, not '-', ..] => AnswerPart.Intermediate,
        [_, _, _, '-', ..] => AnswerPart.More,
        _ => AnswerPart.Final,
    };

    /// <summary>POP3 (RFC 1939, 3): some answers go on to a line with a dot.</summary>
    public static AnswerPart Pop3(Exchange exchange, Utterance said)
    {
        if (said.IsLine && said.Text == "." && exchange.Server.Count > 1) return AnswerPart.Final;
        if (exchange.Server.Count > 1 && exchange.Verb != "AUTH") return AnswerPart.More;
        if (said.Text.StartsWith("+ ", StringComparison.Ordinal) || said.Text == "+") return AnswerPart.Intermediate;
        bool hasText = exchange.Verb is "RETR" or "TOP" or "CAPA" || (exchange.Verb is "LIST" or "UIDL" or "AUTH" && exchange.Words.Length == 1);
        return hasText && said.Text.StartsWith("+OK", StringComparison.Ordinal) ? AnswerPart.More : AnswerPart.Final;
    }

    /// <summary>FTP (RFC 959, 4.2): 1xx announces another answer; lines without a code at their start are inside one.</summary>
    public static AnswerPart Ftp(Exchange exchange, Utterance said) =>
        said.Text is [>= '2' and <= '5', >= '0' and <= '9', >= '0' and <= '9', ' ', ..] ? AnswerPart.Final : AnswerPart.More;
}
