using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Data;

// What a person should know of a transfer.
sealed partial class TransferBuilder
{
    /// <summary>How findings speak of it.</summary>
    public string Title => Path is null ? $"{Command} (transfer {Id})" : $"{Command} {Path} (transfer {Id})";

    void Say(Severity severity, string code, string text) => _session.Context.Finding(severity, code, $"{Title}: {text}", Origin.Packet);

    void SayVerdict(TransferVerdict verdict, DataHalf? half, long encrypted)
    {
        switch (verdict)
        {
            case TransferVerdict.Encrypted:
                Say(Severity.Warning, "encrypted-data", $"the data connection is encrypted ({encrypted} bytes of TLS); the file cannot be told");
                break;
            case TransferVerdict.Gaps:
                Say(Severity.Warning, "transfer-gaps", $"{half!.Missing} bytes are not in the capture");
                break;
            case TransferVerdict.NoStart:
                Say(Severity.Warning, "transfer-without-start", "the start of the data connection is not in the capture: bytes may be missing before the first");
                break;
            case TransferVerdict.Aborted:
                Say(Severity.Info, "transfer-aborted", _finalText is null ? "it was stopped: the file is partial by intent" : $"it was stopped (reply {_finalText}): the file is partial by intent");
                break;
            case TransferVerdict.NoEnd:
                Say(Severity.Warning, "transfer-without-end", "the end of the data connection is not in the capture: bytes may be missing behind the last");
                break;
        }
    }

    void SayContents(TransferContents contents, bool hasHash, DataHalf? half, bool? agrees)
    {
        if (!hasHash && half is { Size: > 0 } && _session.Context.Analysis.Options.Hash)
        {
            Say(Severity.Warning, "hash-unknown", "the bytes passed before their announcement and cannot be read again, so there is no hash");
        }
        if (agrees == false)
        {
            Say(Severity.Warning, "size-differs", $"the server spoke of {AnnouncedSize} bytes, and {contents.Decoded?.Size ?? half?.Size ?? 0} were transferred");
        }
        if (contents.IsUnreadable) Say(Severity.Warning, "content-unread", "the bytes cannot be read again, so they are not decoded");
        if (contents.Unknown > 0) Say(Severity.Info, "listing-lines-unknown", $"{contents.Unknown} lines have a form that is not known");
        if (contents.IsCut) Say(Severity.Warning, "listing-limit", "it is longer than is read; the rest of its entries is left out");
        if (contents.Decoded is { IsWhole: false } cut) Say(Severity.Warning, "decoding-incomplete", $"only {cut.Size} bytes could be decoded");
        if (contents.IsSeveral) Say(Severity.Warning, "several-files", "the data connection carried more than this file; they are not parted");
    }

    void SayConnection(DataStream stream, Direction from)
    {
        if (_rule == MatchRule.AnnouncedPort)
        {
            Say(Severity.Info, "data-address-differs", $"the announced address {_announcement.Address} is not that of the data connection ({stream.Connection.Server.Address}); the port and the control connection tell that it is this one");
        }
        if (MatchRules.CertaintyOf(_rule) == "guess") Say(Severity.Info, "data-connection-guessed", $"stream {stream.Connection.Id} was bound by {MatchRules.NameOf(_rule)}: its announcement is not in the capture");
        if (Origin.IsInferred) Say(Severity.Info, "command-inferred", $"the command is not in the capture; {(Origin.IsOpen ? "its data tells what it was" : "the replies tell of it")}");
        Direction other = from == Direction.FromClient ? Direction.FromServer : Direction.FromClient;
        if (!IsEncrypted(stream, from) && stream.Half(other) is { Size: > 0 } against)
        {
            Say(Severity.Warning, "data-against-direction", $"{against.Size} bytes went against the direction of the transfer");
        }
    }
}
