using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>The hosts that took part. Each is known from the end of its first session on.</summary>
sealed class HostListModel(CaptureIndex index, ViewSettings settings) : ListModel<HostRecord>(index, index.Hosts, settings)
{
    public override string Noun => "host";

    public override ImmutableArray<ListColumn<HostRecord>> Columns => field.IsDefault ? field = Make() : field;

    static ImmutableArray<ListColumn<HostRecord>> Make() =>
    [
        new("Address", host => $"{host.Address}") { MinWidth = 15, KeepsEnds = true, Field = "host" },
        new("Names", host => string.Join(", ", host.Names)) { MinWidth = 14 },
        new("Protocols", host => string.Join(", ", host.Protocols)) { MinWidth = 12 },
        new("Sessions", host => $"{host.Sessions}") { MinWidth = 8, IsNumber = true, Key = host => host.Sessions },
        new("Bytes", host => Quantity.Short(host.Bytes)) { MinWidth = 6, IsNumber = true, Key = host => host.Bytes },
        new("Software", host => string.Join(", ", host.Software)) { MinWidth = 12, Rank = 1 },
    ];

    protected override bool IsRewritten => true;

    public override long IdOf(HostRecord record) => record.Address.GetHashCode();

    // By address: IPv4 before IPv6, of which the upper half tells networks apart.
    protected override Func<HostRecord, long>? Order => host => host.Address.IsV6 ? (long)(host.Address.High >> 1) | 1L << 62 : (long)host.Address.Low;

    static IEnumerable<TextLine> TlsOf(TlsHost? tls)
    {
        if (tls is null) yield break;
        yield return new TextLine(new($"TLS x{tls.Sessions} ", Role.Dim), new(string.Join(", ", tls.Versions.Concat(tls.Ciphers))), new($"  {Quantity.Bytes(tls.Bytes)}", Role.Dim));
        if (tls.ServerNames.Count > 0) yield return new TextLine(new("asked for as ", Role.Dim), new(string.Join(", ", tls.ServerNames)));
        if (tls.Ja4.Count > 0) yield return new TextLine(new("JA4 ", Role.Dim), new(string.Join(", ", tls.Ja4)));
        foreach (TlsCertificate certificate in tls.Certificates) yield return new TextLine(new("shows ", Role.Dim), new(TlsText.Certificate(certificate)));
    }

    public override IReadOnlyList<TextLine> Details(HostRecord host) =>
    [
        new(new($"{host.Address} ", Role.Title), new(string.Join(", ", host.Names))),
        new(new("spoke ", Role.Dim), new(string.Join(", ", host.Protocols)), new($"  {Quantity.Count(host.Sessions, "session")}, {Quantity.Bytes(host.Bytes)}", Role.Dim)),
        new(new("says it runs ", Role.Dim), new(string.Join(", ", host.Software))),
        .. TlsOf(host.Tls),
    ];
}
