namespace Analyzer.Tests.Servers.Imap;

public sealed class ImapSearchTests
{
    [Theory]
    [InlineData("ALL", "1 2 3")]
    [InlineData("2:*", "2 3")]
    [InlineData("UID 1,3", "1 3")]
    [InlineData("SEEN", "1")]
    [InlineData("UNSEEN", "2 3")]
    [InlineData("NEW", "2 3")]
    [InlineData("OLD", "")]
    [InlineData("RECENT FLAGGED", "2")]
    [InlineData("KEYWORD blue", "2")]
    [InlineData("UNKEYWORD BLUE", "1 3")]
    [InlineData("FROM alice", "1 2")]
    [InlineData("FROM ALICE TO bob", "1")]
    [InlineData("SUBJECT \"of a CREPE\"", "1")]
    [InlineData("SUBJECT crêpes", "3")]
    [InlineData("HEADER Message-ID \"\"", "1")]
    [InlineData("HEADER X-None \"\"", "")]
    [InlineData("BODY ketchup", "1")]
    [InlineData("BODY \"une CRÊPE\"", "2")]
    [InlineData("BODY Subject", "")]
    [InlineData("BODY R0lGOD", "")]
    [InlineData("TEXT crepes.fr", "1 2")]
    [InlineData("TEXT gif", "2")]
    [InlineData("ON 20-Nov-2026", "1 2 3")]
    [InlineData("BEFORE 20-Nov-2026", "")]
    [InlineData("SINCE 20-Nov-2026 SENTON 20-Nov-2026", "1 2 3")]
    [InlineData("SENTBEFORE \"1-Jan-2026\"", "")]
    [InlineData("LARGER 150", "1 2")]
    [InlineData("SMALLER 100", "3")]
    [InlineData("NOT SEEN NOT FLAGGED", "3")]
    [InlineData("OR SEEN FLAGGED", "1 2")]
    [InlineData("OR (SEEN LARGER 1000) (NOT (FROM alice))", "3")]
    [InlineData("CHARSET UTF-8 SUBJECT crêpes", "3")]
    [InlineData("YOUNGER 1000000000", "1 2 3")]
    [InlineData("UNDELETED UNDRAFT UNANSWERED UNFLAGGED ALL", "1 3")]
    public async Task A_search_finds_the_messages_that_fit(string keys, string expected)
    {
        await using ServerWorkshop server = await StartAsync();
        using ScriptedClient client = await server.SelectAsync();
        await client.PlayAsync("C: x STORE 1 FLAGS.SILENT (\\Seen)\nS: ...\nS: x OK ...\nC: y STORE 2 FLAGS.SILENT (\\Flagged blue)\nS: ...\nS: y OK ...");

        await client.PlayAsync($"C: a SEARCH {keys}\nS: * SEARCH{(expected.Length > 0 ? " " : "")}{expected}\nS: a OK SEARCH completed");
    }

    static async Task<ServerWorkshop> StartAsync()
    {
        ServerWorkshop server = await ImapWorkshop.StartWithMailAsync();
        await server.DeliverAsync("Subject: =?utf-8?Q?Cr=C3=AApes?= =?utf-8?B?IGV0?= ceufs\n\nRien.\n");
        return server;
    }

    [Fact]
    public async Task Results_come_in_the_form_that_was_asked_for()
    {
        await using ServerWorkshop server = await StartAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("""
            C: a SEARCH RETURN (MIN MAX COUNT) ALL
            S: * ESEARCH (TAG "a") MIN 1 MAX 3 COUNT 3
            S: a OK ...
            C: b UID SEARCH RETURN () 2:3
            S: * ESEARCH (TAG "b") UID ALL 2:3
            S: b OK ...
            C: c SEARCH RETURN (SAVE) FROM alice
            S: c OK ...
            C: d FETCH $ UID
            S: * 1 FETCH (UID 1)
            S: * 2 FETCH (UID 2)
            S: d OK ...
            C: e SEARCH RETURN (COUNT) $ SUBJECT crepe
            S: * ESEARCH (TAG "e") COUNT 1
            S: e OK ...
            C: f SEARCH RETURN (MIN) FROM nobody
            S: * ESEARCH (TAG "f")
            S: f OK ...
            C: g ENABLE IMAP4rev2
            S: ...
            S: g OK ...
            C: h SEARCH SEEN
            S: * ESEARCH (TAG "h")
            S: h OK ...
            """);
    }

    [Theory]
    [InlineData("SEARCH", "BAD ...")]
    [InlineData("SEARCH NONSENSE", "BAD There is no search key NONSENSE")]
    [InlineData("SEARCH ON yesterday", "BAD ...")]
    [InlineData("SEARCH 7", "BAD ...")]
    [InlineData("SEARCH (ALL", "BAD ...")]
    [InlineData("SEARCH OR ALL", "BAD ...")]
    [InlineData("SEARCH LARGER", "BAD ...")]
    [InlineData("SEARCH CHARSET NONSENSE ALL", "NO [BADCHARSET (UTF-8 US-ASCII)] ...")]
    [InlineData("SEARCH RETURN (NONSENSE) ALL", "BAD ...")]
    public async Task A_search_that_cannot_be_understood_is_refused(string command, string reply)
    {
        await using ServerWorkshop server = await StartAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync($"C: a {command}\nS: a {reply}");
    }

    [Theory]
    [InlineData("NOT ", 1000)]
    [InlineData("OR ALL ", 1000)]
    [InlineData("(", 10_000)]
    [InlineData("BODY x ", 1000)]
    public async Task A_search_without_measure_is_refused(string key, int times)
    {
        await using ServerWorkshop server = await StartAsync();
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync($"C: a SEARCH {string.Concat(Enumerable.Repeat(key, times))}ALL\nS: a NO [LIMIT] ...");
    }

    [Fact]
    public async Task A_text_is_found_across_the_pieces_in_which_a_part_is_read()
    {
        await using ServerWorkshop server = await ImapWorkshop.StartAsync();
        for (int shift = 0; shift < 4; shift++)
            await server.DeliverAsync("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string('x', 12_286 + shift) + "crêpe" + new string('y', 30_000)), Base64FormattingOptions.InsertLineBreaks) + "\n");
        using ScriptedClient client = await server.SelectAsync();

        await client.PlayAsync("C: a SEARCH BODY xcrêpey\nS: * SEARCH 1 2 3 4\nS: a OK ...");
    }
}
