namespace Analyzer.Tests.Servers.Imap;

public sealed class ImapMessageTests
{
    [Fact]
    public async Task Flags_are_replaced_added_removed_and_kept_across_sessions()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using (ScriptedClient client = await server.SelectAsync())
            await client.PlayAsync("""
                C: a STORE 1 FLAGS (\Seen $Work)
                S: ...
                S: a OK STORE completed
                C: b STORE 1:2 +FLAGS \Flagged
                S: * 1 FETCH (UID 1 FLAGS (\Flagged \Seen $Work \Recent))
                S: * 2 FETCH (UID 2 FLAGS (\Flagged \Recent))
                S: b OK STORE completed
                C: c UID STORE 1 -FLAGS.SILENT (\Seen)
                S: c OK UID STORE completed
                C: d STORE 1 FLAGS (\Nonsense)
                S: d BAD ...
                C: e LOGOUT
                S: ...
                S: (end)
                """);
        await server.RestartAsync();
        using ScriptedClient later = await server.SelectAsync();

        await later.PlayAsync("C: a FETCH 1:2 FLAGS\nS: * 1 FETCH (FLAGS (\\Flagged $Work))\nS: * 2 FETCH (FLAGS (\\Flagged))\nS: a OK ...");
    }

    [Fact]
    public async Task Expunge_removes_what_is_marked_and_tells_the_numbers_as_they_shrink()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        await server.DeliverAsync(ImapWorkshop.Plain);
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a STORE 1,3 +FLAGS.SILENT (\Deleted)
            S: a OK ...
            C: b UID EXPUNGE 2:3
            S: * 3 EXPUNGE
            S: b OK UID EXPUNGE completed
            C: c EXPUNGE
            S: * 1 EXPUNGE
            S: c OK EXPUNGE completed
            C: d FETCH 1:* UID
            S: * 1 FETCH (UID 2)
            S: d OK ...
            """);
    }

    [Fact]
    public async Task Close_removes_without_a_word_and_unselect_does_not_remove()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a STORE 1 +FLAGS.SILENT (\Deleted)
            S: a OK ...
            C: b UNSELECT
            S: b OK UNSELECT completed
            C: c STATUS INBOX (MESSAGES)
            S: * STATUS INBOX (MESSAGES 2)
            S: c OK ...
            C: d SELECT INBOX
            S: ...
            S: d OK ...
            C: e CLOSE
            S: e OK CLOSE completed
            C: f STATUS INBOX (MESSAGES)
            S: * STATUS INBOX (MESSAGES 1)
            S: f OK ...
            """);
    }

    [Fact]
    public async Task Copy_and_move_tell_the_new_uids()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a COPY 1:2 Work
            S: a NO [TRYCREATE] There is no such mailbox
            C: b CREATE Work
            S: b OK ...
            C: c STORE 1 +FLAGS.SILENT (\Seen blue)
            S: ...
            S: c OK ...
            C: d COPY 1:2 Work
            S: d OK [COPYUID ... 1:2 1:2] COPY completed
            C: e UID MOVE 1 Work
            S: * OK [COPYUID ... 1 3] Moved
            S: * 1 EXPUNGE
            S: e OK UID MOVE completed
            C: f SELECT Work
            S: ...
            S: f OK ...
            C: g FETCH 1:* (UID FLAGS)
            S: * 1 FETCH (UID 1 FLAGS (\Seen blue))
            S: * 2 FETCH (UID 2 FLAGS (\Recent))
            S: * 3 FETCH (UID 3 FLAGS (\Seen blue))
            S: g OK ...
            C: h MOVE 1 Work
            S: h NO [CANNOT] ...
            C: i UID COPY 99 INBOX
            S: i OK UID COPY completed
            """);
        Assert.Equal([ImapWorkshop.Multipart.ReplaceLineEndings("\r\n")], server.Texts());
    }

    [Fact]
    public async Task Append_keeps_octets_flags_and_date_and_tells_the_uid()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a APPEND INBOX (\Seen \Draft $Note) " 1-Jul-2026 02:44:25 -0700" {11}
            S: + Ready for literal data
            C: A: b
            C:
            C: xyz
            S: * 1 EXISTS
            S: ...
            S: a OK [APPENDUID ... 1] APPEND completed
            C: b FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)
            S: * 1 FETCH (FLAGS (\Seen \Draft $Note) INTERNALDATE "01-Jul-2026 09:44:25 +0000" RFC822.SIZE 11)
            S: b OK ...
            """);

        Assert.Equal(["A: b\r\n\r\nxyz"], server.Texts());
    }

    [Theory]
    [InlineData("APPEND Nowhere {3}", "NO [TRYCREATE] ...")]
    [InlineData("APPEND INBOX \"yesterday\" {3}", "BAD The date is wrong")]
    [InlineData("APPEND INBOX (\\Nonsense) {3}", "BAD There is no flag \\Nonsense")]
    [InlineData("APPEND ../x {3}", "NO [CANNOT] ...")]
    [InlineData("APPEND INBOX", "BAD APPEND needs a message as a literal")]
    public async Task An_append_that_cannot_be_is_refused_before_the_message_comes(string command, string reply)
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using ScriptedClient client = await server.LogInAsync();

        await client.PlayAsync($"C: a {command}\nS: a {reply}\nC: b NOOP\nS: b OK ...");
    }

    [Fact]
    public async Task An_append_that_breaks_off_leaves_nothing()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        using (ScriptedClient client = await server.LogInAsync()) await client.SendAsync("a APPEND INBOX {1000+}\r\nA: b\r\n");
        await server.RestartAsync();

        Assert.Empty(server.Texts());
        Assert.Empty(Directory.GetFiles(Path.Combine(server.StoreRoot, "bob@hamburger.edu", "tmp")));
    }

    [Fact]
    public async Task Other_clients_hear_of_arrivals_flags_and_removals()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient one = await server.SelectAsync(), other = await server.SelectAsync();

        await one.PlayAsync("C: a STORE 2 +FLAGS.SILENT (\\Flagged)\nS: a OK ...\nC: b STORE 1 +FLAGS.SILENT (\\Deleted)\nS: b OK ...\nC: c EXPUNGE\nS: * 1 EXPUNGE\nS: c OK ...");
        await server.DeliverAsync(ImapWorkshop.Plain);

        await other.PlayAsync("""
            C: a FETCH 2 UID
            S: * 2 FETCH (UID 2)
            S: * 3 EXISTS
            S: * 1 RECENT
            S: * 2 FETCH (UID 2 FLAGS (\Flagged))
            S: a OK ...
            C: b NOOP
            S: * 1 EXPUNGE
            S: b OK ...
            C: c NOOP
            S: c OK ...
            """);
        await one.PlayAsync("C: d NOOP\nS: * 2 EXISTS\nS: ...\nS: d OK ...");
    }

    [Fact]
    public async Task An_idling_client_hears_of_changes_at_once()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient idle = await server.SelectAsync(), other = await server.SelectAsync();
        await idle.PlayAsync("C: a IDLE\nS: + idling");

        await server.DeliverAsync(ImapWorkshop.Plain);
        await idle.PlayAsync("S: * 3 EXISTS\nS: * 3 RECENT");
        await other.PlayAsync("C: a STORE 1 +FLAGS (\\Deleted)\nS: ...\nS: a OK ...");
        await idle.PlayAsync("S: * 1 FETCH (UID 1 FLAGS (\\Deleted \\Recent))");
        await other.PlayAsync("C: b EXPUNGE\nS: * 1 EXPUNGE\nS: b OK ...");

        await idle.PlayAsync("S: * 1 EXPUNGE\nC: DONE\nS: a OK IDLE completed\nC: b IDLE\nS: + idling\nC: c NOOP\nS: b BAD DONE was expected");
    }

    [Fact]
    public async Task Mod_sequences_tell_what_changed_and_guard_against_late_changes()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient client = await server.SelectAsync("SELECT INBOX (CONDSTORE)");

        await client.PlayAsync("""
            C: a FETCH 1:2 MODSEQ
            S: * 1 FETCH (MODSEQ (2))
            S: * 2 FETCH (MODSEQ (3))
            S: a OK ...
            C: b STORE 1 (UNCHANGEDSINCE 2) +FLAGS (\Seen)
            S: * 1 FETCH (UID 1 MODSEQ (4) FLAGS (\Seen \Recent))
            S: b OK STORE completed
            C: c STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\Flagged)
            S: * 2 FETCH (UID 2 MODSEQ (5))
            S: c OK [MODIFIED 1] ...
            C: d UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
            S: * 2 FETCH (MODSEQ (5) UID 2 FLAGS (\Flagged \Recent))
            S: d OK ...
            C: e SEARCH MODSEQ 5
            S: * SEARCH 2 (MODSEQ 5)
            S: e OK ...
            C: f STATUS INBOX (HIGHESTMODSEQ)
            S: * STATUS INBOX (HIGHESTMODSEQ 5)
            S: f OK ...
            """);
    }

    [Fact]
    public async Task A_message_is_recent_for_one_client_only()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        using ScriptedClient one = await server.SelectAsync(), other = await server.LogInAsync();

        await one.PlayAsync("C: a FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (\\Recent))\nS: a OK ...");

        await other.PlayAsync("C: a SELECT INBOX\nS: ...\nS: * 0 RECENT\nS: ...\nS: a OK ...");
    }

    [Fact]
    public async Task Renaming_a_mailbox_that_another_has_selected_does_not_disturb_it()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        await server.DeliverAsync(ImapWorkshop.Plain, folder: "Work");
        using ScriptedClient one = await server.SelectAsync("SELECT Work"), other = await server.LogInAsync();

        await other.PlayAsync("C: a RENAME Work Old\nS: a OK ...");

        await one.PlayAsync("C: a FETCH 1 BODY[TEXT]<0.2>\nS: * 1 FETCH (BODY[TEXT]<0> {2}\nS: Do FLAGS (\\Seen \\Recent))\nS: a OK ...");
    }

    [Fact]
    public async Task Many_clients_change_one_mailbox_at_the_same_time()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        for (int i = 0; i < 20; i++) await server.DeliverAsync(ImapWorkshop.Plain);

        await Task.WhenAll(Enumerable.Range(1, 10).Select(async i =>
        {
            using ScriptedClient client = await server.SelectAsync();
            for (int round = 0; round < 10; round++)
                await client.PlayAsync($"C: a{round} UID STORE 1:20 +FLAGS.SILENT (k{i})\nS: ...\nS: a{round} OK ...\nC: b{round} UID FETCH {i} BODY.PEEK[]\nS: ...\nS: b{round} OK ...");
        }));

        using ScriptedClient last = await server.SelectAsync();
        await last.PlayAsync($"C: a SEARCH {string.Join(' ', Enumerable.Range(1, 10).Select(i => $"KEYWORD k{i}"))}\nS: * SEARCH {string.Join(' ', Enumerable.Range(1, 20))}\nS: a OK ...");
    }
}
