using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapMailboxTests
{
    static MailboxRecord Done(string command, string answer = "OK done")
    {
        ImapResult result = ImapTranscript.Selected().C($"a3 {command}").S($"a3 {answer}").Run();
        return result.Mailboxes[^1];
    }

    [Theory]
    [InlineData("CREATE \"Entw&APw-rfe\"", "create", "Entw\u00FCrfe", null)]
    [InlineData("DELETE \"A&-B\"", "delete", "A&B", null)]
    [InlineData("RENAME \"a b\" inbox", "rename", "a b", "INBOX")]
    [InlineData("SUBSCRIBE \"Sp \\\"q\\\"\"", "subscribe", "Sp \"q\"", null)]
    [InlineData("UNSUBSCRIBE x", "unsubscribe", "x", null)]
    [InlineData("CLOSE", "close", "INBOX", null)]
    [InlineData("UNSELECT", "unselect", "INBOX", null)]
    public void Commands_on_mailboxes_are_told(string command, string operation, string mailbox, string? target)
    {
        MailboxRecord record = Done(command);

        Assert.Equal((operation, mailbox, target, "OK", "alice"), (record.Operation, record.Mailbox, record.Target, record.Result, record.User));
    }

    [Fact]
    public void A_refused_command_is_told_as_refused() => Assert.Equal("NO", Done("DELETE nope", "NO [NONEXISTENT] none").Result);

    [Fact]
    public void SELECT_tells_validity_next_uid_and_count()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C("a EXAMINE x").S("* 3 EXISTS").S("* OK [UIDVALIDITY 7] v").S("* OK [UIDNEXT 44] n").S("a OK [READ-ONLY]").Run();

        MailboxRecord record = Assert.Single(result.Mailboxes);
        Assert.Equal(("examine", "x", 7L, 44L, 3L), (record.Operation, record.Mailbox, record.UidValidity, record.UidNext, record.Exists));
    }

    [Theory]
    [InlineData("STORE 1:3 +FLAGS (\\Seen $x)", null, "1:3", "add")]
    [InlineData("UID STORE 7 -FLAGS.SILENT (\\Seen $x)", "7", null, "remove")]
    [InlineData("STORE 2 (UNCHANGEDSINCE 12) FLAGS \\Seen $x", null, "2", "set")]
    public void STORE_tells_flags_and_how_they_are_meant(string command, string? uids, string? sequence, string change)
    {
        MailboxRecord record = Done(command);

        Assert.Equal(("store", uids, sequence, change), (record.Operation, record.Uids, record.Sequence, record.Change));
        Assert.Equal(["\\Seen", "$x"], record.Flags!);
    }

    [Fact]
    public void COPY_and_MOVE_tell_which_messages_became_which()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 COPY 2:4 Archive").S("a3 OK [COPYUID 9 304,319:320 3956:3958] done")
            .C("a4 UID MOVE 42 Trash").S("* OK [COPYUID 9 42 7] moved").S("* 3 EXPUNGE").S("a4 OK done")
            .Run();

        MailboxRecord copy = Assert.Single(result.Mailboxes, record => record.Operation == "copy");
        Assert.Equal(("2:4", "Archive", "304,319:320", "3956:3958"), (copy.Sequence, copy.Target, copy.Uids, copy.TargetUids));
        MailboxRecord move = Assert.Single(result.Mailboxes, record => record.Operation == "move");
        Assert.Equal(("42", "Trash", "7"), (move.Uids, move.Target, move.TargetUids));
    }

    [Fact]
    public void A_listing_tells_attributes_delimiter_and_name()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 LIST \"\" \"*\"")
            .S("* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"")
            .ServerRaw("* LIST () NIL {5}\r\n&ZeU-\r\n")
            .S("* LSUB () \".\" &broken")
            .S("* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292 UNSEEN 2 SIZE 9)")
            .S("a3 OK")
            .Run();

        MailboxRecord[] records = [.. result.Mailboxes.Skip(1)];
        Assert.Equal(["list", "list", "lsub", "status"], records.Select(record => record.Operation));
        Assert.Equal(["Sent Items", "\u65E5", "&broken", "blurdybloop"], records.Select(record => record.Mailbox!));
        Assert.Equal(["/", null, ".", null], records.Select(record => record.Delimiter));
        Assert.Equal(["\\HasNoChildren", "\\Sent"], records[0].Attributes!);
        Assert.Equal((231L, 44292L, 2L), (records[3].Exists, records[3].UidNext, records[3].Unseen));
    }

    [Fact]
    public void Names_are_UTF_8_once_that_is_enabled()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 ENABLE UTF8=ACCEPT").S("* ENABLED UTF8=ACCEPT").S("a3 OK")
            .ClientRaw("a4 CREATE \"Entw\u00C3\u00BCrfe &AOQ-\"\r\n").S("a4 OK")
            .Run();

        Assert.Equal("Entw\u00FCrfe &AOQ-", result.Mailboxes[^1].Mailbox);
    }

    [Fact]
    public void An_expunged_message_is_named_by_the_UID_that_its_number_meant()
    {
        ImapResult result = ImapTranscript.Selected()
            .S("* 1 FETCH (UID 10)").S("* 2 FETCH (UID 20)").S("* 3 FETCH (UID 30)")
            .S("* 1 EXPUNGE").S("* 2 EXPUNGE").S("* 9 EXPUNGE")
            .Run();

        Assert.Equal(["10", "30", null], result.Mailboxes.Where(record => record.Operation == "expunged").Select(record => record.Uids));
    }

    [Fact]
    public void VANISHED_moves_sequence_numbers_unless_it_was_earlier()
    {
        ImapResult result = ImapTranscript.Selected()
            .S("* 1 FETCH (UID 10)").S("* 2 FETCH (UID 20)").S("* 3 FETCH (UID 30)")
            .S("* VANISHED (EARLIER) 1:9,15").S("* VANISHED 10,25")
            .ServerRaw("* 1 FETCH (BODY[] {1}\r\nx)\r\n")
            .Run();

        Assert.Equal(["1:9,15", "10,25"], result.Mailboxes.Where(record => record.Operation == "expunged").Select(record => record.Uids!));
        Assert.Equal(20, result.Message.Uid);
    }

    [Fact]
    public void Flags_that_change_are_told_but_not_those_that_a_FETCH_asked_for()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 (UID FLAGS)").S("* 1 FETCH (UID 10 FLAGS (\\Seen))").S("a3 OK")
            .C("a4 IDLE").S("+ idling").S("* 1 FETCH (FLAGS (\\Seen \\Answered))").C("DONE").S("a4 OK")
            .Run();

        MailboxRecord flags = Assert.Single(result.Mailboxes, record => record.Operation == "flags");
        Assert.Equal(("10", "1"), (flags.Uids, flags.Sequence));
        Assert.Equal(["\\Seen", "\\Answered"], flags.Flags!);
    }

    [Fact]
    public void Untagged_data_of_a_SELECT_belongs_to_the_mailbox_that_is_being_selected()
    {
        ImapResult result = ImapTranscript.Selected()
            .S("* 1 FETCH (UID 10)")
            .C("a3 SELECT Other").S("* OK [CLOSED] old").S("* 1 FETCH (UID 500)").S("a3 OK")
            .ServerRaw("* 1 FETCH (BODY[] {1}\r\nx)\r\n")
            .Run();

        Assert.Equal(("Other", 500L), (result.Message.Mailbox, result.Message.Uid));
    }

    [Fact]
    public void A_failed_SELECT_leaves_no_mailbox()
    {
        ImapResult result = ImapTranscript.Selected().C("a3 SELECT Other").S("a3 NO none").ServerRaw("* 1 FETCH (BODY[] {1}\r\nx)\r\n").Run();

        Assert.Null(result.Message.Mailbox);
    }
}
