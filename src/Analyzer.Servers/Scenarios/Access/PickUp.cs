using System.Globalization;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>Fetching mail by POP3.</summary>
static class PickUp
{
    /// <summary>Everything that is there, and deletes it.</summary>
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
