using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The files and listings that FTP moved.</summary>
sealed class TransferListModel(CaptureIndex index, ViewSettings settings) : ListModel<TransferRecord>(index, index.Transfers, settings)
{
    /// <summary>Directory listings are shown too, not files alone.</summary>
    public bool ShowsListings
    {
        get;
        set
        {
            field = value;
            Distrust();
        }
    }

    protected override Predicate<TransferRecord>? Scope => ShowsListings ? null : transfer => !IsListing(transfer);

    static bool IsListing(TransferRecord transfer) => transfer.Entries is not null || transfer.Command is "LIST" or "NLST" or "MLSD" or "MLST";

    public override string Noun => "file";

    public override ImmutableArray<ListColumn<TransferRecord>> Columns => field.IsDefault ? field = Make() : field;

    ImmutableArray<ListColumn<TransferRecord>> Make() =>
    [
        new("Time", transfer => Settings.Moment(transfer.Time, Start)) { MinWidth = 8, Rank = 2, Moment = transfer => transfer.Time, Key = transfer => transfer.Time.Nanoseconds },
        new("Op", transfer => transfer.Command) { MinWidth = 4, Field = "op" },
        new("Path", transfer => transfer.Path ?? transfer.Name) { MinWidth = 24, KeepsEnds = true, Field = "path" },
        new("Size", transfer => Quantity.Short(transfer.Size)) { MinWidth = 6, IsNumber = true, Key = transfer => transfer.Size },
        new("Reply", transfer => transfer.ReplyCode) { MinWidth = 5, Rank = 3, Field = "code", Role = transfer => transfer.ReplyCode is ['4' or '5', ..] ? Role.Error : Role.Normal },
        new("State", transfer => RecordTables.Completeness(transfer.Complete, transfer.Missing)) { MinWidth = 6, Role = transfer => transfer.Complete ? Role.Ok : Role.Gap },
        new("Sess", transfer => $"{transfer.Session}") { MinWidth = 4, IsNumber = true, Rank = 5, Field = "session", Key = transfer => transfer.Session },
        new("Server", transfer => Index.Session(transfer.Session) is { } session ? session.ServerName ?? $"{session.Server.Address}" : "") { MinWidth = 14, Rank = 4, KeepsEnds = true },
        new("Mode", transfer => transfer.Mode) { MinWidth = 7, Rank = 6, Field = "mode" },
    ];

    public override long IdOf(TransferRecord record) => record.Id;

    public override IReadOnlyList<TextLine> Details(TransferRecord transfer) => TransferFacts.Of(transfer, Index);
}

/// <summary>What is known of a transfer, in a few lines.</summary>
static class TransferFacts
{
    public static IReadOnlyList<TextLine> Of(TransferRecord transfer, CaptureIndex index)
    {
        SessionRecord? session = index.Session(transfer.Session);
        List<TextLine> lines =
        [
            new(new($"{transfer.Command} ", Role.Title), new(transfer.Path ?? transfer.Name ?? "(no name)"),
                new($"   {(transfer.IsDownload ? "to the client" : "to the server")}, reply {transfer.ReplyCode ?? "none"}", Role.Dim)),
            new(new("data ", Role.Dim), new(transfer.DataClient is null ? "no data connection in the capture" : $"{transfer.DataClient} > {transfer.DataServer}"),
                new($"  {transfer.Mode}{(transfer.Certainty is { } certainty ? $", {certainty} by {transfer.MatchedBy}" : "")}", Role.Dim)),
            new(new("control ", Role.Dim), new($"session {transfer.Session}"), new(session is null ? "" : $"  {session.User} at {session.Server}", Role.Dim)),
            new(new("size ", Role.Dim), new($"{Quantity.Bytes(transfer.Size)}{Announced(transfer)}"), new($"  {Representation(transfer)}", Role.Dim)),
        ];
        if (transfer.Offset > 0) lines.Add(new TextLine(new("from byte ", Role.Dim), new($"{transfer.Offset}"), new("  (REST)", Role.Dim)));
        if (transfer.Missing > 0) lines.Add(TextLine.Of($"{Quantity.Bytes(transfer.Missing)} are missing in the capture.", Role.Gap));
        if (transfer.Aborted) lines.Add(TextLine.Of("The client broke it off.", Role.Warn));
        if (transfer.Joined is { } joined) lines.Add(new TextLine(new("joined with ", Role.Dim), new($"{Quantity.Count(joined.From.Count, "transfer")}, {Quantity.Bytes(joined.Size)}")));
        if (transfer.Sha256 is { } hash) lines.Add(new TextLine(new("sha256 ", Role.Dim), new(hash)));
        if (transfer.Entries is { } entries) lines.Add(new TextLine(new("lists ", Role.Dim), new(Quantity.Count(entries.Count, "entry").Replace("entrys", "entries", StringComparison.Ordinal))));
        return lines;
    }

    static string Announced(TransferRecord transfer) =>
        transfer.AnnouncedSize is { } size && size != transfer.Size ? $" of {Quantity.Bytes(size)} announced" : "";

    static string Representation(TransferRecord transfer) => transfer.Representation switch
    {
        "A" => "as text (TYPE A): line ends may have been converted",
        "I" => "as it is (TYPE I)",
        null => "",
        { } other => $"TYPE {other}",
    };
}
