using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What is exported, and how.</summary>
sealed record ExportChoice
{
    public bool Messages { get; init; } = true;

    public bool Attachments { get; init; } = true;

    public bool Files { get; init; } = true;

    /// <summary>Dialogues to read.</summary>
    public bool Texts { get; init; }

    /// <summary>Dialogues for programs.</summary>
    public bool Json { get; init; }

    /// <summary>The rows as a table.</summary>
    public bool Table { get; init; }

    /// <summary>The packets of the sessions.</summary>
    public bool Packets { get; init; }

    /// <summary>Secrets are left out of dialogues and tables.</summary>
    public bool MasksSecrets { get; init; } = true;

    /// <summary>How files are named.</summary>
    public ExportNames Names { get; init; } = ExportNames.Usual;

    /// <summary>What is done when a name is taken.</summary>
    public TakenName Taken { get; init; }

    /// <summary>Whether a record is written.</summary>
    public bool Has(Record record) => record is MessageRecord ? Messages || Attachments : Files;

    /// <summary>How many things of a kind of content there are to write, one for each step of the work.</summary>
    public int StepsOf(ExportContents contents)
    {
        int dialogues = Texts || Json ? contents.Sessions.Count : 0;
        return contents.Artefacts.Count(Has) + dialogues + (Table && contents.Rows.Count > 0 ? 1 : 0) + (Packets && contents.Sessions.Count > 0 ? 1 : 0);
    }

    /// <summary>Bytes of the messages, attachments and files.</summary>
    public long BytesOf(ExportContents contents) => contents.Artefacts.Sum(record => record switch
    {
        MessageRecord message => (Messages ? message.Size : 0) + (Attachments ? message.Attachments.Sum(file => file.Size ?? 0) : 0),
        TransferRecord transfer when Files => transfer.Size,
        _ => 0,
    });

    /// <summary>The path of the first file that will be written, below the directory; null: there is none.</summary>
    public string? Example(ExportContents contents)
    {
        if (contents.Artefacts.FirstOrDefault(record => record is MessageRecord ? Messages : Files) is { } first)
            return first is MessageRecord message ? $"messages/{Names.Of(message)}" : $"files/{Names.Of((TransferRecord)first)}";
        if (contents.Sessions.Count > 0 && (Texts || Json)) return DialogueFiles.PathOf(contents.Sessions[0], Texts ? ".txt" : ".jsonl");
        return Table ? TableFile.Name : Packets ? PacketFile.Name : null;
    }
}
