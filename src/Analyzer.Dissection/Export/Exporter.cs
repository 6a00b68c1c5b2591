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

    /// <summary>How the files are named.</summary>
    public ExportNames Names { get; init; } = ExportNames.Usual;

    /// <summary>Whether messages are written, not only what is in them.</summary>
    public bool WritesMessages { get; init; } = true;

    /// <summary>Artefacts written.</summary>
    public int Written { get; private set; }

    /// <summary>Artefacts that were left out because there is a file of their name (see <see cref="TakenName.Skip"/>).</summary>
    public int Skipped { get; private set; }

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
        string? file = WritesMessages ? Write("messages", Names.Of(message), message.Content, message.Size, message.Sha256) : null;
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
        return transfer with { File = Write("files", Names.Of(transfer), transfer.Content, transfer.Size, transfer.Sha256) };
    }

    // The whole that several transfers brought in pieces, beside the piece that this one brought.
    JoinedFile Export(TransferRecord transfer, JoinedFile joined)
    {
        string mark = joined.IsDoubtful ? ".joined.doubtful" : ".joined";
        return joined with { File = Write("files", Names.Of(transfer, mark), joined.Content, joined.Size, joined.Sha256) };
    }

    internal static string Incomplete(bool isComplete) => isComplete ? "" : ".incomplete";

    string? Write(string folder, string name, Content content, long size, string? sha256)
    {
        _reader.Open(content);
        using var artefact = new Artefact(directory, folder, name, size, sha256);
        while (artefact.IsWritable && _reader.TryRead(out ReadOnlySpan<byte> bytes)) artefact.Write(bytes);
        if (_reader.IsBroken) artefact.Fail("its bytes cannot be read from the capture any more");
        return Finish(artefact);
    }

    internal Artefact BeginAttachment(MessageRecord message, AttachmentRecord record, int index) => new(directory, "attachments", Names.Of(message, record, index), record.Size, record.Sha256);

    internal string? Finish(Artefact artefact)
    {
        string? file = artefact.Finish();
        if (file is not null)
        {
            Written++;
            return file;
        }
        if (artefact.IsSkipped)
        {
            Skipped++;
            return null;
        }
        Failed++;
        if (_reasons.Count < MaxReasons && _reasons.Add(artefact.Problem)) tell($"{artefact.Folder}/{artefact.Name} was not written: {artefact.Problem}");
        return null;
    }
}
