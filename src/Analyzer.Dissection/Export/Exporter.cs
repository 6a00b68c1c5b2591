using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>
/// Writes each artefact as a file when its record is told, and passes every record on with the name of its file. What cannot be
/// written is told once a reason and counted; its record is passed on without a file.
/// </summary>
/// <param name="directory">Where the files go.</param>
/// <param name="store">Where their bytes are read from.</param>
/// <param name="index">Takes every record, artefacts with their <c>File</c> set.</param>
/// <param name="attachments">Takes messages apart; null: attachments are not written.</param>
/// <param name="tell">Is told each reason for a failure once, as a sentence.</param>
public sealed class Exporter(
    ExportDirectory directory, IByteStore store, IRecordSink index, IAttachmentSource? attachments, Action<string> tell) : IRecordSink
{
    // As many different reasons as a person reads; the count of failures goes on.
    const int MaxReasons = 20;

    readonly ContentReader _reader = new(store);
    readonly HashSet<string> _reasons = [];

    /// <summary>Artefacts written.</summary>
    public int Written { get; private set; }

    /// <summary>Artefacts that could not be written.</summary>
    public int Failed { get; private set; }

    /// <inheritdoc/>
    public void OnRecord(Record record) => index.OnRecord(record switch
    {
        MessageRecord message => Export(message),
        TransferRecord transfer => Export(transfer),
        _ => record,
    });

    MessageRecord Export(MessageRecord message)
    {
        if (message is { Size: 0, Complete: false }) return message;
        // A part is what one command asked for; the whole message may lie beside it.
        string mark = (message.Part is null ? "" : ".part") + Incomplete(message.Complete);
        string name = SafeFileName.From(message.Subject, "message", $"{message.Id:D6}-", mark, ".eml");
        string? file = Write("messages", name, message.Content, message.Size, message.Sha256);
        IReadOnlyList<AttachmentRecord> files = message.Attachments;
        if (attachments is not null && files.Count > 0 && message.Part is null)
        {
            using var target = new AttachmentFiles(this, message);
            attachments.Extract(message, _reader, target);
            files = target.Records;
        }
        return message with { File = file, Attachments = files };
    }

    TransferRecord Export(TransferRecord transfer)
    {
        if (transfer.Joined is { } joined) transfer = transfer with { Joined = Export(transfer, joined) };
        if (transfer is { Size: 0, Complete: false }) return transfer;
        string prefix = $"{transfer.Id:D6}-";
        string mark = Incomplete(transfer.Complete);
        string name = transfer.Entries is null && !IsListing(transfer.Command)
            ? SafeFileName.From(transfer.Name ?? LastPart(transfer.Path), "file", prefix, mark)
            : SafeFileName.From(transfer.Name ?? LastPart(transfer.Path), "listing", $"{prefix}{transfer.Command}-", mark, ".txt");
        return transfer with { File = Write("files", name, transfer.Content, transfer.Size, transfer.Sha256) };
    }

    // The whole that several transfers brought in pieces, beside the piece that this one brought.
    JoinedFile Export(TransferRecord transfer, JoinedFile joined)
    {
        string mark = joined.IsDoubtful ? ".joined.doubtful" : ".joined";
        string name = SafeFileName.From(transfer.Name ?? LastPart(transfer.Path), "file", $"{transfer.Id:D6}-", mark);
        return joined with { File = Write("files", name, joined.Content, joined.Size, joined.Sha256) };
    }

    static bool IsListing(string command) => command is "LIST" or "NLST" or "MLSD" or "MLST";

    static string? LastPart(string? path) => path?.Split('/', '\\').LastOrDefault(part => part.Length > 0);

    internal static string Incomplete(bool isComplete) => isComplete ? "" : ".incomplete";

    string? Write(string folder, string name, Content content, long size, string? sha256)
    {
        _reader.Open(content);
        using var artefact = new Artefact(directory, folder, name, size, sha256);
        while (artefact.IsWritable && _reader.TryRead(out ReadOnlySpan<byte> bytes)) artefact.Write(bytes);
        if (_reader.IsBroken) artefact.Fail("its bytes cannot be read from the capture any more");
        return Finish(artefact);
    }

    internal Artefact BeginAttachment(string name, AttachmentRecord record) => new(directory, "attachments", name, record.Size, record.Sha256);

    internal string? Finish(Artefact artefact)
    {
        string? file = artefact.Finish();
        if (file is not null)
        {
            Written++;
            return file;
        }
        Failed++;
        if (_reasons.Count < MaxReasons && _reasons.Add(artefact.Problem)) tell($"{artefact.Folder}/{artefact.Name} was not written: {artefact.Problem}");
        return null;
    }
}
