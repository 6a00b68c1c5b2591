using System.Globalization;
using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Writes dialogues, to be read or as records.</summary>
sealed class DialogueFiles(ExportDirectory directory, CaptureIndex index, ExportChoice choice)
{
    const string Folder = "conversations";

    /// <summary>Where the dialogue of a session is written.</summary>
    public static string PathOf(SessionRecord session, string extension) => $"{Folder}/{NameOf(session, extension)}";

    static string NameOf(SessionRecord session, string extension) => string.Create(CultureInfo.InvariantCulture, $"{session.Id:D6}-{session.Protocol}{extension}");

    /// <summary>Writes one session; returns how many files that were. <paramref name="tell"/> gets sentences about what went wrong.</summary>
    public int Write(SessionRecord session, Action<string> tell)
    {
        int written = 0;
        if (choice.Texts && Write(NameOf(session, ".txt"), stream => WriteText(stream, session), tell)) written++;
        if (choice.Json && Write(NameOf(session, ".jsonl"), stream => WriteJson(stream, session), tell)) written++;
        return written;
    }

    bool Write(string name, Action<Stream> write, Action<string> tell)
    {
        var content = new MemoryStream();
        write(content);
        return FileOutput.Write(directory, Folder, name, content.GetBuffer().AsSpan(0, (int)content.Length), tell);
    }

    void WriteText(Stream stream, SessionRecord session)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var model = new DialogueModel(session, index, new ViewSettings(revealsSecrets: !choice.MasksSecrets));
        model.Update();
        writer.WriteLine(SafeText.From($"Session {session.Id}  {session.Protocol.ToUpperInvariant()}  {session.Client} > {session.Server}"));
        writer.WriteLine(SafeText.From(model.Facts().ToString()));
        writer.WriteLine();
        foreach (DialogueRow row in model.Rows) writer.WriteLine(SafeText.From(row.ToString()));
    }

    void WriteJson(Stream stream, SessionRecord session)
    {
        using var lines = new JsonLines(new GuardedOutput(stream));
        lines.OnRecord(session);
        List<Record> records = index.BySession.Of(session.Id);
        var mask = new SecretMask(records, reveals: !choice.MasksSecrets);
        foreach (Record record in records) lines.OnRecord(choice.MasksSecrets ? CopyText.Masked(record, mask) : record);
    }
}
