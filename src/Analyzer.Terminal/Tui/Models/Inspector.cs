using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Explains a row of a dialogue.</summary>
sealed class Inspector(SessionRecord session, ViewSettings settings)
{
    readonly List<TextLine> _lines = [];

    /// <summary>The explanation.</summary>
    /// <param name="row">What is explained.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="count">Rows in all.</param>
    public IReadOnlyList<TextLine> Lines(DialogueRow row, int number, int count)
    {
        string way = row.Line.Speaker switch { Speaker.Client => "client to server", Speaker.Server => "server to client", _ => "" };
        _lines.Add(new TextLine(new($"Line {number} of {count}   ", Role.Dim), new(way, Role.Dim)));
        _lines.Add(TextLine.Of(row.Line.Text, row.Role));
        switch (row.Line.About)
        {
            case ExchangeRecord exchange when row.Line.IsReply: Reply(exchange); break;
            case ExchangeRecord exchange: Command(exchange); break;
            case MessageRecord message: Message(message); break;
            case TransferRecord transfer: Transfer(transfer); break;
            case FindingRecord finding: Section("FINDING", Words.Of(finding.Severity), finding.Text); break;
            case SessionRecord { TlsDetails: { } tls }: Section("TLS", [.. TlsText.Facts(tls).Select(fact => $"{fact.Name} {fact.Value}")]); break;
        }
        return _lines;
    }

    void Section(string title, params string?[] lines)
    {
        _lines.Add(TextLine.Empty);
        _lines.Add(TextLine.Of(title, Role.Phase));
        foreach (string? line in lines)
        {
            if (!string.IsNullOrEmpty(line)) _lines.Add(TextLine.Of(line));
        }
    }

    void Command(ExchangeRecord exchange)
    {
        if (exchange.IsSaslResponse)
        {
            Section("LOGIN", "The client's answer in the login that AUTH began. It is encoded in base64, not encrypted.", "RFC 4954 4, RFC 4422");
        }
        else if (exchange.Command is { } command)
        {
            (string Text, string Source)? meaning = CommandMeaning.Of(session.Protocol, command);
            Section($"COMMAND {command}", meaning?.Text ?? "not a command of the standards that are known here", meaning?.Source);
        }
        if (exchange.ReplyCode is { } code)
        {
            string took = exchange.ReplyTime.IsKnown ? $"after {Quantity.Span(exchange.ReplyTime - exchange.Time)}" : "";
            Section("ANSWER", $"{code} {ReplyMeaning.Of(session.Protocol, code, LastLine(exchange.Reply))} {took}".TrimEnd());
        }
        else
        {
            Section("ANSWER", "none in the capture");
        }
        Section("PLACE", $"packet {exchange.Packet}", OriginOf(exchange.Origin), $"exchange {exchange.Number} of session {session.Id}");
    }

    void Reply(ExchangeRecord exchange)
    {
        if (exchange.Command is { } command && !exchange.IsSaslResponse)
        {
            string argument = string.IsNullOrEmpty(exchange.Argument) || IsSecret(command) ? "" : " " + exchange.Argument;
            string took = exchange.ReplyTime.IsKnown ? $"after {Quantity.Span(exchange.ReplyTime - exchange.Time)}" : "";
            Section("ANSWERS", command + argument, took);
        }
        if (exchange.ReplyCode is { } code)
        {
            string text = LastLine(exchange.Reply);
            Section($"REPLY CODE {code}", [ReplyMeaning.Of(session.Protocol, code, text), .. CodeDigits.Of(session.Protocol, code), CodeDigits.Source(session.Protocol)]);
            if (session.Protocol == "smtp" && EnhancedCode(text) is { } enhanced)
                Section($"ENHANCED CODE {enhanced}", ReplyMeaning.Of("smtp", code, text), "RFC 3463 3");
        }
        Section("PLACE", $"packet {exchange.ReplyPacket}", OriginOf(exchange.ReplyOrigin), $"exchange {exchange.Number} of session {session.Id}");
    }

    static string? OriginOf(TlsOrigin? origin) => origin is { } records ? Place.TextOf(records) : null;

    static bool IsSecret(string command) => command is "PASS" or "LOGIN" or "AUTH" or "AUTHENTICATE" or "APOP" or "ACCT";

    static string LastLine(string? reply) => (reply ?? "").Split('\n')[^1];

    static string? EnhancedCode(string text)
    {
        string word = text.Split(' ')[0];
        string[] parts = word.Split('.');
        return parts.Length == 3 && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit)) ? word : null;
    }

    void Message(MessageRecord message)
    {
        Section($"MESSAGE #{message.Id}", message.Subject ?? "(no subject)", $"from {message.From ?? message.Envelope?.From}", $"to {message.To}", message.Date);
        Section("CONTENT", $"{Quantity.Bytes(message.Size)}, {RecordTables.StateOf(message)}", message.Sha256 is { } hash ? $"sha256 {hash}" : null);
        if (message.Origin is { } origin) Section("PLACE", Place.Of(origin).Text);
        if (message.Attachments.Count > 0) Section("ATTACHMENTS", [.. message.Attachments.Select(file => $"{file.Name ?? "(no name)"}  {file.ContentType}")]);
        Section("KEYS", "Enter opens it.");
    }

    void Transfer(TransferRecord transfer)
    {
        Section($"FILE #{transfer.Id}", transfer.Path ?? transfer.Name, $"{Quantity.Bytes(transfer.Size)}, {RecordTables.Completeness(transfer.Complete, transfer.Missing)}");
        Section("DATA CONNECTION", $"{transfer.DataClient} to {transfer.DataServer}", transfer.Mode, transfer.MatchedBy is { } rule ? $"found by {rule} ({transfer.Certainty})" : null);
        if (transfer.Origin is { } origin) Section("PLACE", Place.Of(origin).Text);
        Section("TOOK", $"{Quantity.Span(transfer.End - transfer.Time)}", settings.Moment(transfer.Time, session.Start));
        Section("KEYS", "Enter opens it, s saves it.");
    }
}
