using Analyzer.Servers.Recording.Network;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>The transfers and logins of an FTP dialogue.</summary>
/// <param name="session">The control connection.</param>
/// <param name="data">The data connections that were opened while a number of things had been said, in order.</param>
/// <param name="encrypted">What was moved over encrypted ones.</param>
/// <param name="endpoint">An end as the capture has it.</param>
sealed class FtpTruth(SessionTruth session, IReadOnlyList<DataConnection> data, Queue<byte[]> encrypted, Func<System.Net.IPEndPoint, TruthEndpoint> endpoint)
{
    static readonly string[] s_listings = ["LIST", "NLST", "MLSD"];
    static readonly string[] s_uploads = ["STOR", "STOU", "APPE"];
    Exchange? _user, _opening;
    string _type = "A";
    long _restart;

    /// <summary>Finds them.</summary>
    public void Read()
    {
        IReadOnlyList<Exchange> exchanges = ExchangeReader.Read(session.Dialogue, ExchangeReader.Ftp);
        session.AddCommands(exchanges);
        foreach (Exchange exchange in exchanges) Read(exchange);
    }

    void Read(Exchange exchange)
    {
        bool isGood = exchange.Reply is ['2' or '3', ..];
        string argument = string.Join(' ', exchange.Words.Skip(1));
        switch (exchange.Verb)
        {
            case "USER":
                _user = exchange;
                break;
            case "PASS" when _user is not null:
                session.AddCredential("USER/PASS", _user.Words[1], argument, isGood, [_user, exchange]);
                break;
            case "TYPE" when isGood:
                _type = argument;
                break;
            case "REST" when isGood:
                _restart = long.Parse(argument, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "PASV" or "EPSV" or "PORT" or "EPRT" when isGood:
                _opening = exchange;
                break;
            case "RETR" or "LIST" or "NLST" or "MLSD" or "STOR" or "STOU" or "APPE":
                AddTransfer(exchange, argument);
                (_opening, _restart) = (null, 0);
                break;
        }
    }

    void AddTransfer(Exchange exchange, string argument)
    {
        bool isUpload = s_uploads.Contains(exchange.Verb);
        DataConnection? connection = _opening is null ? null : data.FirstOrDefault(one => one.Number > _opening.Number && one.Number <= LastNumber(exchange));
        IConnectionEnd? sender = connection is null ? null : isUpload == connection.Client.Ends.Local.Address.Equals(session.Dialogue.Client.Ends.Local.Address) ? connection.Client : connection.Server;
        bool isEncrypted = session.Dialogue.TlsFrom <= exchange.Number;
        ReadOnlyMemory<byte> bytes = isEncrypted && encrypted.TryDequeue(out byte[]? plain) ? plain : sender?.Sent ?? default;
        bool isRefused = connection is null || (bytes.IsEmpty && exchange.Reply is not ['2', ..]);
        Expectation expected = connection is null ? Expectation.Absent : ExpectationOf(exchange, connection, sender!);
        session.Transfers.Add(new TruthTransfer
        {
            Session = session.Index,
            Command = exchange.Command!.Text,
            Path = argument.Length == 0 ? null : argument,
            Direction = isUpload ? "upload" : "download",
            Kind = s_listings.Contains(exchange.Verb) ? "listing" : "file",
            Mode = _opening?.Verb,
            Type = _type,
            RestOffset = _restart,
            DataConnection = connection is null ? null : new TruthDataConnection(endpoint(connection.Client.Ends.Local), endpoint(connection.Server.Ends.Local), Opener(connection)),
            Size = bytes.Length,
            Sha256 = isRefused ? null : SessionTruth.Hash(bytes.Span),
            Complete = exchange.Reply is ['2', ..],
            CompleteInCapture = expected is Expectation.Exact or Expectation.Possible,
            Refused = isRefused ? true : null,
            Reply = exchange.Reply,
            Tls = isEncrypted,
            Expected = isRefused ? Expectation.Absent : expected,
        });
    }

    Expectation ExpectationOf(Exchange exchange, DataConnection connection, IConnectionEnd sender)
    {
        Visibility visibility = session.Visibility;
        if (visibility.HeldOf(sender) == 0 && !sender.Sent.IsEmpty) return Expectation.Absent;
        bool isWhole = visibility.OfWhole(connection.Client, connection.Server, Expectation.Possible) == Expectation.Exact;
        if (session.Dialogue.TlsFrom <= exchange.Number) return isWhole ? visibility.OfWhole(session.Dialogue, Expectation.Possible) : Expectation.Possible;
        if (visibility.HeldOf(sender) < sender.Sent.Length) return Expectation.Marked;
        bool isExplained = visibility.Holds(session.Dialogue, exchange) && visibility.Holds(session.Dialogue, _opening!);
        return isExplained && isWhole ? Expectation.Exact : Expectation.Possible;
    }

    string Opener(DataConnection connection) =>
        connection.Client.Ends.Local.Address.Equals(session.Dialogue.Client.Ends.Local.Address) ? "client" : "server";

    int LastNumber(Exchange exchange)
    {
        Utterance? last = exchange.Server.LastOrDefault();
        return last is null ? int.MaxValue : session.Dialogue.Utterances.IndexOf(last);
    }
}

/// <summary>A connection without lines, and how many things had been said on the control connection of its hosts when it was asked for.</summary>
sealed record DataConnection(IConnectionEnd Client, IConnectionEnd Server, int Number);
