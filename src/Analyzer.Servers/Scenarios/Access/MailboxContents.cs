using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>Mail that has come before a play begins.</summary>
static class MailboxContents
{
    /// <summary>Puts letters into a user's INBOX.</summary>
    public static async Task FillAsync(Stage stage, string host, string user)
    {
        foreach (Letter letter in Some(stage)) await PutAsync(stage, host, user, letter);
    }

    /// <summary>Puts one letter into a user's INBOX.</summary>
    public static async Task PutAsync(Stage stage, string host, string user, Letter letter)
    {
        MailStore store = stage.StoreOf(host);
        stage.Know(letter.Fact);
        using var bytes = new MemoryStream(letter.Bytes.ToArray());
        await store.DeliverAsync(user, bytes, received: stage.Clock.GetUtcNow());
    }

    static IEnumerable<Letter> Some(Stage stage)
    {
        LetterWriter writer = stage.Letters;
        yield return writer.Write("Alice <alice@crepes.fr>", "Bob <bob@hamburger.edu>", "Batter for Saturday",
            "Hello Bob,",
            "",
            "flour, milk and eggs are bought. The rest of the list:",
            "...butter, and a lemon",
            ".sugar (this line begins with a dot, and arrives with one)",
            "",
            "Alice");
        yield return writer.Write("Carol <carol@hamburger.edu>", "Bob <bob@hamburger.edu>", "Where is the big pan?",
            "Bob, the big pan is gone. Did you lend it to Alice?",
            "",
            "Carol");
    }
}
