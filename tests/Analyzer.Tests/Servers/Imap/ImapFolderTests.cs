namespace Analyzer.Tests.Servers.Imap;

public sealed class ImapFolderTests
{
    [Fact]
    public async Task Select_tells_all_that_a_client_needs()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync("""
            C: a SELECT inbox
            S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
            S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] Flags that last
            S: * 2 EXISTS
            S: * 2 RECENT
            S: * OK [UNSEEN 1] First unseen message
            S: * OK [UIDVALIDITY ...] UIDs valid
            S: * OK [UIDNEXT 3] Next UID
            S: * OK [HIGHESTMODSEQ ...] Highest mod-sequence
            S: a OK [READ-WRITE] SELECT completed
            C: b EXAMINE INBOX
            S: * OK [CLOSED] The previous mailbox is closed
            S: * FLAGS ...
            S: * OK [PERMANENTFLAGS ()] Flags that last
            S: * 2 EXISTS
            S: * 0 RECENT
            S: ...
            S: b OK [READ-ONLY] EXAMINE completed
            C: c STORE 1 +FLAGS (\Seen)
            S: c NO [NOPERM] ...
            C: d SELECT Nowhere
            S: * OK [CLOSED] ...
            S: d NO [NONEXISTENT] There is no such mailbox
            C: e FETCH 1 FLAGS
            S: e BAD Select a mailbox first
            """);
    }

    [Theory]
    [InlineData("CREATE ../alice")]
    [InlineData("CREATE \"/etc/passwd\"")]
    [InlineData("CREATE a/../../b")]
    [InlineData("CREATE \"a\\\\b\"")]
    [InlineData("SELECT ..")]
    [InlineData("DELETE ../alice")]
    [InlineData("RENAME INBOX ../stolen")]
    [InlineData("STATUS . (MESSAGES)")]
    [InlineData("SUBSCRIBE ../x")]
    [InlineData("CREATE {4+}\r\na\0b/")]
    public async Task A_trick_with_a_mailbox_name_is_refused(string command)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.SendAsync($"a {command}\r\n");

        await client.PlayAsync("S: a NO [CANNOT] ...\nC: b LIST \"\" *\nS: * LIST (\\HasNoChildren) \"/\" INBOX\nS: b OK ...");
    }

    [Fact]
    public async Task A_hierarchy_is_made_listed_renamed_and_deleted()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync("""
            C: a CREATE Work/Plans/2027
            S: a OK CREATE completed
            C: b CREATE Work/Plans/2027
            S: b NO [ALREADYEXISTS] ...
            C: c LIST "" %
            S: * LIST (\HasNoChildren) "/" INBOX
            S: * LIST (\Noselect \HasChildren) "/" Work
            S: c OK ...
            C: d LIST "Work/" *
            S: * LIST (\Noselect \HasChildren) "/" Work/Plans
            S: * LIST (\HasNoChildren) "/" Work/Plans/2027
            S: d OK ...
            C: e RENAME Work "Old work"
            S: e OK ...
            C: f LIST "" "Old*"
            S: * LIST (\Noselect \HasChildren) "/" "Old work"
            S: * LIST (\Noselect \HasChildren) "/" "Old work/Plans"
            S: * LIST (\HasNoChildren) "/" "Old work/Plans/2027"
            S: f OK ...
            C: g DELETE "Old work/Plans/2027"
            S: g OK ...
            C: h LIST "" *
            S: * LIST (\HasNoChildren) "/" INBOX
            S: h OK ...
            C: i LIST "" ""
            S: * LIST (\Noselect) "/" ""
            S: i OK ...
            C: j DELETE INBOX
            S: j NO [CANNOT] ...
            C: k DELETE Nowhere
            S: k NO [NONEXISTENT] ...
            """);
    }

    [Fact]
    public async Task Subscriptions_survive_and_are_listed_in_both_ways()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using (ScriptedClient client = await server.LogInAsync())
            await client.PlayAsync("C: a CREATE Work\nS: a OK ...\nC: b SUBSCRIBE Work\nS: b OK ...\nC: c SUBSCRIBE Gone/Far\nS: c OK ...\nC: d LOGOUT\nS: ...\nS: (end)");
        await server.RestartAsync();
        using ScriptedClient later = await server.LogInAsync();

        await later.PlayAsync("""
            C: a LSUB "" *
            S: * LSUB () "/" Gone/Far
            S: * LSUB () "/" Work
            S: a OK ...
            C: b LSUB "" %
            S: * LSUB (\Noselect) "/" Gone
            S: * LSUB () "/" Work
            S: b OK ...
            C: c LIST (SUBSCRIBED) "" *
            S: * LIST (\Noselect \Subscribed) "/" Gone/Far
            S: * LIST (\HasNoChildren \Subscribed) "/" Work
            S: c OK ...
            C: d LIST "" (INBOX Work) RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN))
            S: * LIST (\HasNoChildren) "/" INBOX
            S: * STATUS INBOX (MESSAGES 0 UNSEEN 0)
            S: * LIST (\HasNoChildren \Subscribed) "/" Work
            S: * STATUS Work (MESSAGES 0 UNSEEN 0)
            S: d OK ...
            C: e UNSUBSCRIBE Work
            S: e OK ...
            C: f LSUB "" W*
            S: f OK ...
            """);
    }

    [Fact]
    public async Task Special_uses_are_given_by_name_or_on_demand()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync("""
            C: a CREATE Sent
            S: a OK ...
            C: b CREATE Papierkorb (USE (\Trash))
            S: b OK ...
            C: c CREATE X (USE (\Nonsense))
            S: c NO [USEATTR] ...
            C: d CREATE Work
            S: d OK ...
            C: e LIST (SPECIAL-USE) "" *
            S: * LIST (\HasNoChildren \Trash) "/" Papierkorb
            S: * LIST (\HasNoChildren \Sent) "/" Sent
            S: e OK ...
            """);
    }

    [Fact]
    public async Task Status_tells_all_its_items()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync("C: a STATUS INBOX (MESSAGES RECENT UIDNEXT UNSEEN DELETED SIZE)\nS: * STATUS INBOX (MESSAGES 2 RECENT 2 UIDNEXT 3 UNSEEN 2 DELETED 0 SIZE ...)\nS: a OK ...\nC: b STATUS INBOX (NONSENSE)\nS: b BAD ...");
    }

    [Fact]
    public async Task A_quota_is_told_set_and_kept_and_stops_append()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync("carol pickles");

        await client.PlayAsync($"""
            C: a GETQUOTAROOT INBOX
            S: * QUOTAROOT INBOX ""
            S: * QUOTA "" (STORAGE 0 2)
            S: a OK ...
            C: b APPEND INBOX ~1500+
            C: {new string('x', 1500)}
            S: b OK [APPENDUID ... 1] ...
            C: c GETQUOTA ""
            S: * QUOTA "" (STORAGE 2 2)
            S: c OK ...
            C: d APPEND INBOX ~1000~
            S: d NO [OVERQUOTA] ...
            C: e SETQUOTA "" (STORAGE 5)
            S: * QUOTA "" (STORAGE 2 5)
            S: e OK ...
            C: f GETQUOTA nonsense
            S: f NO [NONEXISTENT] ...
            """.Replace("~1500+", "{1500+}", StringComparison.Ordinal).Replace("~1000~", "{1000}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_the_selected_mailbox_of_another_takes_its_messages_away()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await server.DeliverAsync(ImapWorkshop.Plain, folder: "Work");
        using ScriptedClient one = await server.SelectAsync("SELECT Work"), other = await server.LogInAsync();

        await other.PlayAsync("C: a DELETE Work\nS: a OK ...");

        await one.PlayAsync("C: a NOOP\nS: * 1 EXPUNGE\nS: a OK ...\nC: b APPEND Work {1}\nS: b NO [TRYCREATE] ...");
    }

    [Theory]
    [InlineData("a*", "a/b/c", true)]
    [InlineData("a%", "a/b", false)]
    [InlineData("%/%", "a/b", true)]
    [InlineData("*%*%*%*%*%*%*%*%x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("", "a", false)]
    [InlineData("a", "a", true)]
    public void Wildcards_match_within_a_level_or_across(string pattern, string name, bool expected)
    {
        Assert.Equal(expected, Analyzer.Servers.Imap.ListPattern.Matches(pattern, name));
    }
}
