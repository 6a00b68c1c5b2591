using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>A command with all that belongs to it, or what a server says unasked.</summary>
sealed class Exchange(Utterance? command)
{
    /// <summary>Null: the server spoke unasked.</summary>
    public Utterance? Command => command;

    /// <summary>The command's words.</summary>
    public string[] Words { get; } = command?.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The command's first word in capitals; empty: none.</summary>
    public string Verb => Words.Length > 0 ? Words[0].ToUpperInvariant() : "";

    /// <summary>What the client said, the command first.</summary>
    public List<Utterance> Client { get; } = command is null ? [] : [command];

    /// <summary>What the server said.</summary>
    public List<Utterance> Server { get; } = [];

    /// <summary>How many things had been said before it in the dialogue.</summary>
    public required int Number { get; init; }

    /// <summary>Whether the server has answered to the end.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>The server wants more from the client before it answers.</summary>
    public bool WantsMore { get; set; }

    /// <summary>The last line of the answer; empty: none came.</summary>
    public string Reply => Server.FindLast(said => said.IsLine && said.Text != ".")?.Text ?? "";

    /// <summary>What one side said of it, from the first byte to the last.</summary>
    public Stretch? PlaceOf(DialogueSide side)
    {
        List<Utterance> said = side == DialogueSide.Client ? Client : Server;
        return said.Count == 0 ? null : new Stretch(said[0].Place.Start, said[^1].Place.End);
    }
}
