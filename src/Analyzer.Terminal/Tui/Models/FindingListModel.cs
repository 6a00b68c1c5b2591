using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What a person should know: damage, gaps, errors.</summary>
sealed class FindingListModel(CaptureIndex index, ViewSettings settings) : ListModel<FindingRecord>(index, index.Findings, settings)
{
    public override string Noun => "finding";

    public override ImmutableArray<ListColumn<FindingRecord>> Columns => field.IsDefault ? field = Make() : field;

    static ImmutableArray<ListColumn<FindingRecord>> Make() =>
    [
        new("Severity", finding => Words.Of(finding.Severity)) { MinWidth = 8, Role = RoleOf, Key = finding => (long)finding.Severity, Field = "severity" },
        new("Session", finding => finding.Session is { } id ? $"{id}" : "") { MinWidth = 7, IsNumber = true, Key = finding => finding.Session ?? -1, Field = "session" },
        new("Code", finding => finding.Code) { MinWidth = 16, Field = "finding" },
        new("Text", finding => finding.Text) { MinWidth = 30 },
        new("Packet", finding => finding.Packet is { } packet ? $"{packet}" : "") { MinWidth = 6, IsNumber = true, Rank = 1, Key = finding => finding.Packet ?? -1 },
    ];

    static Role RoleOf(FindingRecord finding) => finding.Severity switch { Severity.Error => Role.Error, Severity.Warning => Role.Warn, _ => Role.Dim };

    public override long IdOf(FindingRecord record) => record.Session is { } session ? ((long)session << 32) + (record.Packet ?? 0) : record.Packet ?? 0;

    protected override Func<FindingRecord, long>? Order => null;

    public override IReadOnlyList<TextLine> Details(FindingRecord finding) =>
    [
        new(new($"{Words.Of(finding.Severity)} ", RoleOf(finding)), new(finding.Code, Role.Title)),
        TextLine.Of(finding.Text),
        new(new("place ", Role.Dim), new($"{(finding.Session is { } session ? $"session {session} " : "")}{(finding.Packet is { } packet ? $"packet {packet} " : "")}{(finding.Offset is { } offset ? $"offset {offset}" : "")}")),
    ];
}
