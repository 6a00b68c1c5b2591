using System.Collections.Immutable;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The sessions of a capture.</summary>
sealed class SessionListModel(CaptureIndex index, ViewSettings settings) : ListModel<SessionRecord>(index, index.Sessions, settings)
{
    public override string Noun => "session";

    public override ImmutableArray<ListColumn<SessionRecord>> Columns => field.IsDefault ? field = Make() : field;

    ImmutableArray<ListColumn<SessionRecord>> Make() =>
    [
        new("Time", session => Settings.Moment(session.Start, Start)) { MinWidth = 8, Moment = session => session.Start, Key = session => session.Start.Nanoseconds, Rank = 1 },
        new("Proto", session => session.Protocol.ToUpperInvariant()) { MinWidth = 5, Field = "proto" },
        new("Client", session => SessionSummary.Party(session.Client, session.ClientName, null)) { MinWidth = 14, Rank = 2, KeepsEnds = true, Field = "src" },
        new("Server", session => SessionSummary.Party(session.Server, session.ServerName, UsualPort(session))) { MinWidth = 15, Rank = 3, KeepsEnds = true, Field = "dst" },
        new("Summary", session => SessionSummary.Text(session, Index)) { MinWidth = 16 },
        new("State", session => SessionSummary.State(session, Index).Text) { MinWidth = 8, Role = session => SessionSummary.State(session, Index).Role },
        new("User", session => session.User) { MinWidth = 8, Rank = 4, Field = "user" },
        new("Sent", session => Quantity.Short(session.ClientBytes)) { IsNumber = true, MinWidth = 6, Rank = 5, Key = session => session.ClientBytes },
        new("Recvd", session => Quantity.Short(session.ServerBytes)) { IsNumber = true, MinWidth = 6, Rank = 5, Key = session => session.ServerBytes },
        new("Took", session => Quantity.Span(session.End - session.Start)) { IsNumber = true, MinWidth = 9, Rank = 6, Key = session => session.End - session.Start },
        new("No", session => $"{session.Id}") { IsNumber = true, MinWidth = 4, Rank = 7, Key = session => session.Id, Field = "id" },
    ];

    static int UsualPort(SessionRecord session) =>
        Protocols.All.FirstOrDefault(protocol => protocol.Name == session.Protocol)?.Ports.FirstOrDefault() ?? 0;

    protected override bool IsRewritten => true;

    public override long IdOf(SessionRecord record) => record.Id;

    public override IReadOnlyList<TextLine> Details(SessionRecord session)
    {
        var lines = new List<TextLine>
        {
            new(new($"#{session.Id} {session.Protocol.ToUpperInvariant()} ", Role.Title), new($"{session.Client} > "),
                new(session.ServerName is null ? "" : $"{session.ServerName} ", Role.Server), new($"{session.Server}"),
                new($"   {Quantity.Span(session.End - session.Start)}", Role.Dim)),
            TextLine.Of(Facts(session)),
        };
        if (session.TlsDetails is { } tls) lines.Add(new TextLine(new("TLS ", Role.Dim), new(TlsText.Line(tls))));
        if (session.ServerSoftware is { } software) lines.Add(new TextLine(new("server says ", Role.Dim), new(software)));
        foreach (int id in session.Messages.Take(5))
        {
            if (Index.Message(id) is { } message)
                lines.Add(new TextLine(new($"mail #{id} ", Role.Dim), new(message.Subject ?? "(no subject)"), new($"  {Quantity.Bytes(message.Size)}", Role.Dim)));
        }
        foreach (int id in session.Transfers.Take(8))
        {
            if (Index.Transfer(id) is { } transfer)
                lines.Add(new TextLine(new($"{transfer.Command} ", Role.Dim), new(transfer.Path ?? transfer.Name ?? ""), new($"  {Quantity.Bytes(transfer.Size)}", Role.Dim)));
        }
        foreach ((string name, string value) in session.Facts) lines.Add(new TextLine(new($"{name.Replace('_', ' ')} ", Role.Dim), new(value)));
        return lines;
    }

    static string Facts(SessionRecord session)
    {
        List<string> facts = [];
        if (session.Messages.Count > 0) facts.Add(Quantity.Count(session.Messages.Count, "message"));
        if (session.Transfers.Count > 0) facts.Add(Quantity.Count(session.Transfers.Count, "file"));
        facts.Add(Quantity.Count(session.Commands, "command"));
        if (session.User is { } user) facts.Add(session.Authenticated ? $"user {user}" : $"user {user} (not logged in)");
        if (session.Tls != TlsState.None) facts.Add($"TLS {Words.Of(session.Tls)}");
        long missing = session.ClientMissing + session.ServerMissing;
        if (missing > 0) facts.Add($"{Quantity.Bytes(missing)} missing");
        facts.Add($"{Quantity.Bytes(session.ClientBytes)} sent, {Quantity.Bytes(session.ServerBytes)} received, {Words.Of(session.Outcome)}");
        return string.Join(", ", facts);
    }
}
