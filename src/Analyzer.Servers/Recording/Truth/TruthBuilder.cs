using System.Net;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Tcp;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>Puts together what really happened, and what of it a capture holds.</summary>
sealed class TruthBuilder(DialogueBook book, ConnectionBook connections, ICaptureContents capture, LetterFacts facts)
{
    readonly Visibility _visibility = new(capture);

    /// <summary>The truth but for the facts of the file.</summary>
    public CaptureTruth Build(string id, string exercises, int seed, Impairments impairments)
    {
        SessionTruth[] sessions = [.. book.Dialogues.Select((dialogue, index) => new SessionTruth(dialogue, index, _visibility, facts))];
        foreach (SessionTruth session in sessions) Read(session);
        return new CaptureTruth
        {
            Id = id,
            Exercises = exercises,
            Seed = seed,
            Network = impairments,
            Sessions = [.. sessions.Select(SessionOf)],
            Messages = [.. sessions.SelectMany(session => session.Messages).Select((message, i) => message with { N = i + 1 })],
            Transfers = [.. sessions.SelectMany(session => session.Transfers).Select((transfer, i) => transfer with { N = i + 1 })],
            Credentials = [.. sessions.SelectMany(session => session.Credentials)],
            Streams = [.. Openers().Select(StreamOf)],
            Gaps = [.. Openers().SelectMany(opener => GapsOf(opener).Concat(GapsOf(connections.PeerOf(opener))))],
        };
    }

    void Read(SessionTruth session)
    {
        switch (session.Dialogue.Protocol)
        {
            case "smtp":
                SmtpTruth.Read(session);
                break;
            case "pop3":
                Pop3Truth.Read(session);
                break;
            case "imap":
                new ImapTruth(session).Read();
                break;
            case "ftp":
                new FtpTruth(session, book.DataConnectionsOf(session.Dialogue), book.Encrypted, EndpointOf).Read();
                break;
        }
    }

    TruthSession SessionOf(SessionTruth session)
    {
        Dialogue dialogue = session.Dialogue;
        string? tls = dialogue.Notes.Find(note => note.StartsWith("Tls", StringComparison.Ordinal));
        return new TruthSession
        {
            Protocol = dialogue.Protocol,
            Client = EndpointOf(dialogue.Client.Ends.Local),
            Server = EndpointOf(dialogue.Server.Ends.Local),
            Tls = tls is null ? null : new TruthTls(tls.Split(' ')[0], "STARTTLS"),
            Compress = dialogue.DeflateFrom is null ? null : "DEFLATE",
            ClientBytes = Said(dialogue, DialogueSide.Client),
            ServerBytes = Said(dialogue, DialogueSide.Server),
            Commands = session.Commands,
            Expected = _visibility.OfWhole(dialogue, Expectation.Possible),
        };
    }

    static TruthBytes Said(Dialogue dialogue, DialogueSide side)
    {
        var all = new ByteLog();
        foreach (Utterance said in dialogue.Utterances.Where(said => said.Side == side)) all.Add(said.Bytes.Span);
        return new TruthBytes(all.Length, SessionTruth.Hash(all.Bytes.Span));
    }

    IEnumerable<IConnectionEnd> Openers() => connections.Ends.Where(end => end is { IsOpener: true, IsOpen: true });

    TruthStream StreamOf(IConnectionEnd client)
    {
        IConnectionEnd server = connections.PeerOf(client);
        bool hasAllBytes = _visibility.HeldOf(client) + _visibility.HeldOf(server) == client.Sent.Length + server.Sent.Length;
        return new TruthStream
        {
            Client = EndpointOf(client.Ends.Local),
            Server = EndpointOf(server.Ends.Local),
            ClientBytes = client.Sent.Length,
            ClientSha256 = SessionTruth.Hash(client.Sent.Span),
            ServerBytes = server.Sent.Length,
            ServerSha256 = SessionTruth.Hash(server.Sent.Span),
            Expected = _visibility.OfWhole(client, server, hasAllBytes ? Expectation.Possible : Expectation.Marked),
        };
    }

    IEnumerable<TruthGap> GapsOf(IConnectionEnd sender) =>
        capture.Of(sender).Missing(sender.Sent.Length).Select(gap => new TruthGap(EndpointOf(sender.Ends.Local), EndpointOf(sender.Ends.Remote), gap.Start, gap.Length));

    TruthEndpoint EndpointOf(IPEndPoint inside)
    {
        IPEndPoint outside = capture.Outside(inside);
        return new TruthEndpoint(outside.Address.ToString(), outside.Port);
    }
}
