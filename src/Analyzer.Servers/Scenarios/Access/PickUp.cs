using System.Globalization;
using Analyzer.Servers.Pop3.Agent;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>Fetching mail by POP3: by an agent, or typed by hand where the lecture's own dialogue is to be seen, with its small letters.</summary>
static class PickUp
{
    /// <summary>An agent takes everything that is there, and deletes it.</summary>
    public static Task ByAgentAsync(Stage stage, string from, string server, string user, string password) => ByAgentAsync(stage, from, server, user, password, deletes: true);

    /// <summary>An agent takes everything that is there, and leaves it there.</summary>
    public static Task CopyByAgentAsync(Stage stage, string from, string server, string user, string password) => ByAgentAsync(stage, from, server, user, password, deletes: false);

    /// <summary>The lecture's dialogue, typed by hand: everything that is there, and deletes it.</summary>
    public static async Task ByHandAsync(Stage stage, string from, string server, string user, string password)
    {
        await using Typist person = await LogInAsync(stage, from, server, user, password);
        int count = await CountAsync(person);
        for (int number = 1; number <= count; number++)
        {
            await RetrieveAsync(person, $"retr {number}");
            await AskAsync(person, $"dele {number}");
        }
        await AskAsync(person, "quit");
    }

    static async Task ByAgentAsync(Stage stage, string from, string server, string user, string password, bool deletes)
    {
        await using Pop3Agent agent = await Pop3Agent.ConnectAsync(stage.Host(from), stage.Place(server, MailSites.Pop3), MailSites.FetchingAgentOf(stage, from), CancellationToken.None);
        await agent.LogInAsync(user, password, null, CancellationToken.None);
        foreach (Pop3Message message in await agent.ListAsync(tellsUniqueIds: !deletes, CancellationToken.None))
        {
            await agent.RetrieveAsync(message.Number, Stream.Null, CancellationToken.None);
            if (deletes) await agent.DeleteAsync(message.Number, CancellationToken.None);
        }
        await agent.QuitAsync(CancellationToken.None);
    }

    /// <summary>Sits down and gives name and password.</summary>
    public static async Task<Typist> LogInAsync(Stage stage, string from, string server, string user, string password)
    {
        Typist person = await Typist.SitDownAsync(stage, from, stage.Place(server, MailSites.Pop3), "pop3");
        await person.HearLineAsync();
        await AskAsync(person, "user " + user);
        await AskAsync(person, "pass " + password);
        return person;
    }

    /// <summary>LIST; how many messages there are.</summary>
    public static async Task<int> CountAsync(Typist person)
    {
        string[] words = (await RetrieveAsync(person, "list")).Split(' ');
        return words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
    }

    /// <summary>A command whose good answer has a text.</summary>
    public static async Task<string> RetrieveAsync(Typist person, string command)
    {
        string answer = await AskAsync(person, command);
        if (answer.StartsWith("+OK", StringComparison.Ordinal)) await person.HearTextAsync();
        return answer;
    }

    /// <summary>A command whose answer is a line.</summary>
    public static async Task<string> AskAsync(Typist person, string command)
    {
        await person.SayAsync(command);
        return await person.HearLineAsync();
    }
}
