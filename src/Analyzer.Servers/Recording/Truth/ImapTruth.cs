using System.Text.RegularExpressions;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Tcp;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>The messages, parts and logins of an IMAP dialogue: answers are told by their tags.</summary>
sealed partial class ImapTruth(SessionTruth session)
{
    readonly List<Exchange> _exchanges = [];
    readonly Dictionary<string, List<Piece>> _pieces = [];
    string? _mailbox;

    /// <summary>Finds them.</summary>
    public void Read()
    {
        Split();
        session.AddCommands(_exchanges);
        foreach (Exchange exchange in _exchanges) Read(exchange);
        foreach (List<Piece> pieces in _pieces.Values) AddAssembled(pieces);
    }

    void Split()
    {
        List<Utterance> said = session.Dialogue.Utterances;
        for (int i = 0; i < said.Count; i++)
        {
            Exchange? open = _exchanges.FindLast(exchange => !exchange.IsAnswered);
            if (said[i].Side == DialogueSide.Client)
            {
                bool goesOn = open is not null && (open.WantsMore || EndsInLiteral(open.Client[^1]) || !said[i].IsLine || said[i].Text.Length == 0);
                if (goesOn) open!.Client.Add(said[i]);
                else _exchanges.Add(new Exchange(said[i]) { Number = i });
                if (goesOn) open!.WantsMore = false;
                continue;
            }
            open ??= Unasked(i);
            open.Server.Add(said[i]);
            open.WantsMore = said[i].Text.StartsWith('+');
            Exchange? answered = _exchanges.Find(exchange => exchange.Words.Length > 0 && said[i].Text.StartsWith(exchange.Words[0] + " ", StringComparison.Ordinal));
            if (answered is not null) answered.IsAnswered = true;
        }
    }

    Exchange Unasked(int number)
    {
        var unasked = new Exchange(null) { Number = number, IsAnswered = true };
        _exchanges.Add(unasked);
        return unasked;
    }

    void Read(Exchange exchange)
    {
        if (exchange.Words.Length < 2) return;
        bool isGood = exchange.Reply.Split(' ') is [_, "OK", ..];
        switch (exchange.Words[1].ToUpperInvariant())
        {
            case "LOGIN":
                session.AddCredential("LOGIN", Unquote(exchange.Words[2]), Unquote(exchange.Words[3]), isGood, [exchange]);
                break;
            case "AUTHENTICATE":
                string[] responses = [.. exchange.Words.Skip(3), .. exchange.Client.Skip(1).Select(said => said.Text)];
                session.AddSasl(exchange.Words[2].ToUpperInvariant(), responses, isGood, exchange);
                break;
            case "SELECT" or "EXAMINE" when isGood:
                _mailbox = Unquote(string.Join(' ', exchange.Words.Skip(2)));
                break;
            case "APPEND":
                AddAppended(exchange);
                break;
            case "FETCH" or "UID":
                AddFetched(exchange);
                break;
        }
    }

    void AddAppended(Exchange exchange)
    {
        if (exchange.Client.Find(said => !said.IsLine) is not { } block) return;
        session.AddMessage("APPEND", DialogueSide.Client, block.Place, block.Bytes.Span, [exchange], exchange);
        Match mailbox = AppendTarget().Match(exchange.Command!.Text);
        session.Messages[^1] = session.Messages[^1] with { Mailbox = Unquote(mailbox.Groups[1].Value) };
    }

    void AddFetched(Exchange exchange)
    {
        for (int i = 1; i < exchange.Server.Count; i++)
        {
            Utterance block = exchange.Server[i];
            if (Literal().Match(exchange.Server[i - 1].Text) is not { Success: true } announced || block.Bytes.Length != int.Parse(announced.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)) continue;
            Stretch place = new(exchange.Server[i - 1].Place.Start, block.Place.End);
            string item = announced.Groups[1].Value.ToUpperInvariant();
            session.AddMessage($"FETCH {item}", DialogueSide.Server, place, block.Bytes.Span, [exchange], exchange);
            session.Messages[^1] = session.Messages[^1] with { Mailbox = _mailbox, Part = PartOf(item) };
            if (Partial().Match(item) is { Success: true } partial) Keep(exchange, i - 1, new Piece(Number(partial), block.Bytes, exchange, session.Messages[^1].Expected));
        }
    }

    void Keep(Exchange exchange, int line, Piece piece)
    {
        // "* 2 FETCH" names the message until another mailbox is selected.
        string key = $"{_mailbox} {exchange.Server[line].Text.Split(' ')[1]}";
        if (!_pieces.TryGetValue(key, out List<Piece>? pieces)) _pieces.Add(key, pieces = []);
        pieces.Add(piece);
    }

    /// <summary>The whole message, when pieces of it leave nothing out and the last one came to its end.</summary>
    void AddAssembled(List<Piece> pieces)
    {
        var whole = new ByteLog();
        foreach (Piece piece in pieces)
        {
            if (piece.Offset == whole.Length) whole.Add(piece.Bytes.Span);
        }
        if (session.Facts.Of(whole.Bytes.Span) is null || pieces[^1].Bytes.Length == pieces[0].Bytes.Length) return;
        session.AddMessage("FETCH BODY[] in pieces", DialogueSide.Server, default, whole.Bytes.Span, [.. pieces.Select(piece => piece.Exchange)], pieces[^1].Exchange);
        session.Messages[^1] = session.Messages[^1] with { Mailbox = _mailbox, AssembledFrom = pieces.Count };
        if (pieces.Any(piece => piece.Expected != Expectation.Exact)) session.Messages[^1] = session.Messages[^1] with { Expected = Expectation.Possible, CompleteInCapture = false };
    }

    static long Number(Match match) => long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    sealed record Piece(long Offset, ReadOnlyMemory<byte> Bytes, Exchange Exchange, Expectation Expected);

    static string PartOf(string item) => item switch
    {
        "BODY[]" or "RFC822" or "BINARY[]" => "full",
        "BODY[HEADER]" or "RFC822.HEADER" => "headers",
        _ when item.StartsWith("BODY[HEADER.FIELDS", StringComparison.Ordinal) => "header fields",
        "BODY[TEXT]" or "RFC822.TEXT" => "text",
        _ when item.EndsWith('>') => "prefix",
        _ => "mime:" + item[(item.IndexOf('[') + 1)..item.IndexOf(']')],
    };

    static bool EndsInLiteral(Utterance said) => said.IsLine && AnyLiteral().IsMatch(said.Text);

    static string Unquote(string word) => word.Trim('"');

    [GeneratedRegex(@"^BODY\[\]<(\d+)>")]
    private static partial Regex Partial();

    [GeneratedRegex(@"([^\s(]+?(?:\[[^\]]*\])?(?:<\d+>)?) ~?\{(\d+)\}$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d+\+?\}$")]
    private static partial Regex AnyLiteral();

    [GeneratedRegex(@"^\S+ APPEND (""[^""]*""|\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex AppendTarget();
}
