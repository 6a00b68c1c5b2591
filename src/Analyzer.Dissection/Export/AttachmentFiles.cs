using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>Writes the attachments of one message.</summary>
sealed class AttachmentFiles(Exporter exporter, MessageRecord message) : IAttachmentTarget, IDisposable
{
    readonly AttachmentRecord[] _records = [.. message.Attachments];
    readonly Dictionary<int, Artefact> _open = [];

    /// <summary>The attachments, with their files as far as these were written.</summary>
    public IReadOnlyList<AttachmentRecord> Records => _records;

    public void Begin(int index)
    {
        if (index < 0 || index >= _records.Length || _open.ContainsKey(index)) return;
        AttachmentRecord record = _records[index];
        _open.Add(index, exporter.BeginAttachment(message, record, index));
    }

    public void Write(int index, ReadOnlySpan<byte> bytes)
    {
        if (_open.TryGetValue(index, out Artefact? file)) file.Write(bytes);
    }

    public void End(int index)
    {
        if (!_open.Remove(index, out Artefact? file)) return;
        _records[index] = _records[index] with { File = exporter.Finish(file) };
        file.Dispose();
    }

    /// <summary>What was not ended is not kept.</summary>
    public void Dispose()
    {
        foreach (Artefact file in _open.Values) file.Dispose();
    }
}
