using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>The table of each kind of record.</summary>
static class RecordTables
{
    /// <summary>What stands for a secret: its length is nobody's business either.</summary>
    public const string Mask = "********";

    public static TableView Captures() => new TableView<CaptureRecord>(
        "capture",
        [
            new("File", capture => capture.File) { MinWidth = 36 },
            new("Format", capture => capture.Format) { MinWidth = 6 },
            new("Link", capture => string.Join(" ", capture.LinkTypes)) { Rank = 3 },
            new("Packets", capture => Quantity.Short(capture.Packets)) { IsNumber = true },
            new("Bytes", capture => Quantity.Short(capture.Bytes)) { IsNumber = true },
            new("First", capture => Quantity.Moment(capture.FirstTime)) { Rank = 1, MinWidth = 19 },
            new("Took", capture => capture.LastTime.IsKnown ? Quantity.Span(capture.LastTime - capture.FirstTime) : "") { Rank = 2, IsNumber = true },
            new("Dropped", capture => capture.Dropped is > 0 ? Quantity.Short(capture.Dropped.Value) : "") { Rank = 1, IsNumber = true, IsToned = true },
            new("State", capture => capture.Truncated ? "cut" : "") { IsToned = true, MinWidth = 3 },
        ],
        capture => 0,
        capture => capture.Truncated || capture.Dropped > 0 ? Tone.Warning : Tone.Plain);

    public static TableView Streams() => new TableView<StreamRecord>(
        "stream",
        [
            new("Id", stream => $"{stream.Id}") { IsNumber = true },
            new("Start", stream => Quantity.Moment(stream.FirstTime)) { IsMoment = true, Rank = 2 },
            new("Client", stream => $"{stream.Client}") { MinWidth = 18 },
            new("Server", stream => $"{stream.Server}") { MinWidth = 18 },
            new("Packets", stream => $"{stream.Packets}") { IsNumber = true, Rank = 3 },
            new("Sent", stream => Quantity.Short(stream.ClientSide.Bytes)) { IsNumber = true },
            new("Received", stream => Quantity.Short(stream.ServerSide.Bytes)) { IsNumber = true },
            new("Missing", stream => Missing(stream.ClientSide.Missing + stream.ServerSide.Missing)) { IsNumber = true, IsToned = true },
            new("Ended", stream => stream.Closed is { } closed ? Words.Of(closed) : "") { Rank = 1 },
        ],
        stream => stream.Id,
        stream => stream.ClientSide.Missing + stream.ServerSide.Missing > 0 ? Tone.Warning : Tone.Plain);

    public static TableView Sessions() => new TableView<SessionRecord>(
        "session",
        [
            new("Id", session => $"{session.Id}") { IsNumber = true },
            new("Start", session => Quantity.Moment(session.Start)) { IsMoment = true, Rank = 1 },
            new("Proto", session => session.Protocol) { MinWidth = 5 },
            new("Client", session => Party(session.Client, session.ClientName, withPort: false)) { MinWidth = 16 },
            new("Server", session => Party(session.Server, session.ServerName, withPort: true)) { MinWidth = 20 },
            new("User", session => session.User is null ? "" : session.Authenticated ? session.User : $"({session.User})") { Rank = 2 },
            new("Cmds", session => $"{session.Commands}") { IsNumber = true, Rank = 5 },
            new("Mails", session => Amount(session.Messages.Count)) { IsNumber = true, Rank = 3 },
            new("Files", session => Amount(session.Transfers.Count)) { IsNumber = true, Rank = 3 },
            new("Bytes", session => Quantity.Short(session.ClientBytes + session.ServerBytes)) { IsNumber = true, Rank = 4 },
            new("Missing", session => Missing(session.ClientMissing + session.ServerMissing)) { IsNumber = true, Rank = 1, IsToned = true },
            new("TLS", session => session.Tls == TlsState.None ? "" : Words.Of(session.Tls)) { Rank = 4 },
            new("Ended", session => Words.Of(session.Outcome) + (session.Midstream ? ", from the middle" : "")) { Rank = 1, MinWidth = 6, IsToned = true },
        ],
        session => session.Id,
        session => session.Outcome == SessionOutcome.Reset || session.ClientMissing + session.ServerMissing > 0 ? Tone.Warning : Tone.Plain);

    public static TableView Messages() => new TableView<MessageRecord>(
        "message",
        [
            new("Id", message => $"{message.Id}") { IsNumber = true },
            new("Session", message => $"{message.Session}") { IsNumber = true, Rank = 4 },
            new("Time", message => Quantity.Moment(message.Time)) { IsMoment = true, Rank = 2 },
            new("Via", message => message.Via) { Rank = 3 },
            new("From", message => message.From ?? message.Envelope?.From) { MinWidth = 18 },
            new("To", message => message.To ?? string.Join(", ", message.Envelope?.To ?? [])) { MinWidth = 16, Rank = 1 },
            new("Subject", message => message.Subject) { MinWidth = 30 },
            new("Files", message => Amount(message.Attachments.Count)) { IsNumber = true, Rank = 3 },
            new("Size", message => Quantity.Short(message.Size)) { IsNumber = true },
            new("State", StateOf) { IsToned = true, MinWidth = 8 },
        ],
        message => message.Id,
        message => message.Accepted == false ? Tone.Error : message.Complete ? Tone.Plain : Tone.Warning);

    public static TableView Files() => new TableView<TransferRecord>(
        "file",
        [
            new("Id", transfer => $"{transfer.Id}") { IsNumber = true },
            new("Session", transfer => $"{transfer.Session}") { IsNumber = true, Rank = 4 },
            new("Time", transfer => Quantity.Moment(transfer.Time)) { IsMoment = true, Rank = 2 },
            new("Cmd", transfer => transfer.Command) { MinWidth = 4 },
            new("Path", transfer => transfer.Path ?? transfer.Name) { MinWidth = 32 },
            new("Size", transfer => Quantity.Short(transfer.Size)) { IsNumber = true },
            new("Offset", transfer => transfer.Offset > 0 ? Quantity.Short(transfer.Offset) : "") { IsNumber = true, Rank = 3 },
            new("Mode", transfer => transfer.Mode) { Rank = 5 },
            new("Reply", transfer => transfer.ReplyCode) { Rank = 1, MinWidth = 3 },
            new("State", transfer => Completeness(transfer.Complete, transfer.Missing)) { IsToned = true, MinWidth = 8 },
        ],
        transfer => transfer.Id,
        transfer => transfer.Complete ? Tone.Plain : Tone.Warning);

    /// <param name="reveals">Whether secrets are shown.</param>
    public static TableView Credentials(bool reveals) => new TableView<CredentialRecord>(
        "credential",
        [
            new("Session", credential => $"{credential.Session}") { IsNumber = true },
            new("Time", credential => Quantity.Moment(credential.Time)) { IsMoment = true, Rank = 2 },
            new("Proto", credential => credential.Protocol) { MinWidth = 5 },
            new("Mechanism", credential => credential.Mechanism) { Rank = 1, MinWidth = 10 },
            new("User", credential => credential.User) { MinWidth = 24 },
            new("Secret", credential => credential.Secret is null ? "" : reveals ? credential.Secret : Mask) { MinWidth = 8 },
            new("Result", credential => credential.Accepted switch { true => "accepted", false => "refused", null => "unknown" }) { IsToned = true },
        ],
        credential => credential.Session,
        credential => credential.Accepted == false ? Tone.Error : Tone.Plain);

    public static TableView Findings() => new TableView<FindingRecord>(
        "finding",
        [
            new("Severity", finding => Words.Of(finding.Severity)) { IsToned = true, MinWidth = 8 },
            new("Session", finding => finding.Session is { } session ? $"{session}" : "") { IsNumber = true },
            new("Packet", finding => finding.Packet is { } packet ? $"{packet}" : "") { IsNumber = true, Rank = 1 },
            new("Code", finding => finding.Code) { MinWidth = 16 },
            new("Text", finding => finding.Text) { MinWidth = 24 },
        ],
        finding => finding.Session ?? 0,
        finding => finding.Severity switch { Severity.Error => Tone.Error, Severity.Warning => Tone.Warning, _ => Tone.Plain });

    public static TableView Hosts() => new TableView<HostRecord>(
        "host",
        [
            new("Address", host => $"{host.Address}") { MinWidth = 15 },
            new("Names", host => string.Join(", ", host.Names)) { MinWidth = 16 },
            new("Protocols", host => string.Join(", ", host.Protocols)) { MinWidth = 12 },
            new("Sessions", host => $"{host.Sessions}") { IsNumber = true },
            new("Bytes", host => Quantity.Short(host.Bytes)) { IsNumber = true },
            new("Software", host => string.Join(", ", host.Software)) { Rank = 1, MinWidth = 16 },
            new("TLS", host => string.Join(", ", host.Tls?.Versions ?? [])) { Rank = 2, MinWidth = 8 },
        ],
        host => 0,
        host => Tone.Plain);

    /// <summary>A message's verdict in a few words.</summary>
    public static string StateOf(MessageRecord message)
    {
        string state = Completeness(message.Complete, message.Missing);
        if (message.Part is { } part) state = $"part {part}" + (message.Complete ? "" : $", {state}");
        return message.Accepted == false ? $"refused, {state}" : state;
    }

    /// <summary>Whether something is whole, in a few words.</summary>
    public static string Completeness(bool isComplete, long missing) =>
        isComplete ? "ok" : missing > 0 ? $"{Quantity.Short(missing)} missing" : "cut";

    static string Missing(long bytes) => bytes > 0 ? Quantity.Short(bytes) : "";

    static string Amount(int count) => count > 0 ? $"{count}" : "";

    static string Party(Endpoint end, string? name, bool withPort)
    {
        if (name is null) return withPort ? $"{end}" : $"{end.Address}";
        return withPort ? $"{name}:{end.Port}" : name;
    }
}
