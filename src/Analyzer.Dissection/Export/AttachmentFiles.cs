using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>Writes the attachments of one message.</summary>
sealed class AttachmentFiles(Exporter exporter, MessageRecord message) : IAttachmentTarget
{
    readonly AttachmentRecord[] _records = [.. message.Attachments];
    Artefact? _current;
    int _index;

    public void Begin(int index)
    {
        End();
        if (index < 0 || index >= _records.Length) return;
        _index = index;
        AttachmentRecord record = _records[index];
        // Without a hash, only a whole message says for sure that the part is whole.
        string mark = Exporter.Incomplete(message.Complete || record.Sha256 is not null);
        _current = exporter.BeginAttachment(SafeFileName.From(record.Name, "attachment", $"{message.Id:D6}-{index + 1:D2}-", mark), record);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _current?.Write(bytes);

    public void End()
    {
        if (_current is null) return;
        AttachmentRecord record = _records[_index];
        _records[_index] = record with { File = exporter.Finish(_current) };
        _current.Dispose();
        _current = null;
    }

    /// <summary>The attachments with their files.</summary>
    public IReadOnlyList<AttachmentRecord> Finish()
    {
        End();
        return _records;
    }
}
