using Analyzer.Servers.Store;

namespace Analyzer.Tests.Servers.Store;

public sealed class MailboxTests
{
    [Fact]
    public async Task Uids_flags_keywords_and_mod_sequences_survive_a_restart()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        await workshop.DeliverAsync("two");
        string before = Change(workshop);

        workshop.Reopen();

        Assert.Equal(before, Describe(workshop));
        Assert.Equal("2 two", workshop.Content());
    }

    static string Change(StoreWorkshop workshop)
    {
        using MailboxLease lease = workshop.Open("INBOX");
        Mailbox mailbox = lease.Mailbox;
        mailbox.ChangeFlags(mailbox.Messages(2), new FlagChange(FlagChangeKind.Replace, MessageFlags.Seen | MessageFlags.Answered, ["$Work", "blue"]));
        mailbox.Expunge([mailbox.Messages()[0]]);
        return Describe(workshop);
    }

    static string Describe(StoreWorkshop workshop)
    {
        using MailboxLease lease = workshop.Open("INBOX");
        Mailbox mailbox = lease.Mailbox;
        IEnumerable<string> messages = mailbox.Messages().Select(message =>
            $"{message.Uid} {message.Flags} {string.Join('+', mailbox.KeywordsOf(message))} {message.ModSeq} {message.Received:O} {message.IsNew}");
        return $"{mailbox.UidValidity} {mailbox.UidNext} {mailbox.HighestModSeq}: {string.Join("; ", messages)}";
    }

    [Fact]
    public async Task Flags_stand_in_the_file_name_in_the_order_of_letters()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one", flags: MessageFlags.Seen | MessageFlags.Draft | MessageFlags.Flagged | MessageFlags.Answered | MessageFlags.Deleted);

        Assert.EndsWith(":2,DFRST", Assert.Single(Directory.GetFiles(Path.Combine(workshop.Inbox, "cur"))));
    }

    [Fact]
    public async Task A_uid_is_not_used_again_after_the_last_message_was_removed()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        using (MailboxLease lease = workshop.Open("INBOX")) lease.Mailbox.Expunge(lease.Mailbox.Messages());

        workshop.Reopen();
        await workshop.DeliverAsync("two");

        Assert.Equal("2 two", workshop.Content());
    }

    [Fact]
    public async Task A_journal_line_that_a_crash_cut_is_made_good_from_the_files()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        await workshop.DeliverAsync("two");
        workshop.Store.Dispose();
        string journal = Path.Combine(workshop.Inbox, MailboxJournal.FileName);
        string whole = await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken);

        for (int length = whole.Length - 1; length > whole.IndexOf("m 2", StringComparison.Ordinal); length--)
        {
            await File.WriteAllTextAsync(journal, whole[..length], TestContext.Current.CancellationToken);
            workshop.Reopen();
            Assert.Equal("1 one, 2 two", workshop.Content());
            workshop.Store.Dispose();
        }
    }

    [Fact]
    public async Task A_journal_that_makes_no_sense_gives_a_new_uidvalidity()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        uint before = UidValidity(workshop);
        workshop.Store.Dispose();
        await File.WriteAllTextAsync(Path.Combine(workshop.Inbox, MailboxJournal.FileName), "v 1\nq nonsense\n", TestContext.Current.CancellationToken);

        workshop.Reopen();

        Assert.Equal("1 one", workshop.Content());
        Assert.True(UidValidity(workshop) > before);
    }

    static uint UidValidity(StoreWorkshop workshop)
    {
        using MailboxLease lease = workshop.Open("INBOX");
        return lease.Mailbox.UidValidity;
    }

    [Fact]
    public async Task What_other_programs_did_to_the_directory_is_taken_over()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        await workshop.DeliverAsync("two", flags: MessageFlags.Seen);
        workshop.Store.Dispose();
        File.Delete(Directory.GetFiles(Path.Combine(workshop.Inbox, "new")).Single());
        string seen = Directory.GetFiles(Path.Combine(workshop.Inbox, "cur")).Single();
        File.Move(seen, seen + "T");
        await File.WriteAllTextAsync(Path.Combine(workshop.Inbox, "cur", "foreign:2,SF"), "three", TestContext.Current.CancellationToken);

        workshop.Reopen();

        Assert.Equal("2 two, 3 three", workshop.Content());
        using MailboxLease lease = workshop.Open("INBOX");
        Assert.Equal([MessageFlags.Seen | MessageFlags.Deleted, MessageFlags.Seen | MessageFlags.Flagged], lease.Mailbox.Messages().Select(message => message.Flags));
    }

    [Fact]
    public async Task A_link_among_the_messages_is_no_message()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        File.CreateSymbolicLink(Path.Combine(workshop.Inbox, "cur", "link:2,"), "/etc/hostname");

        workshop.Reopen();

        Assert.Equal("1 one", workshop.Content());
    }

    [Fact]
    public async Task New_messages_are_recent_for_the_first_who_asks()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        using MailboxLease lease = workshop.Open("INBOX");

        Assert.Single(lease.Mailbox.ClaimNew());
        Assert.Empty(lease.Mailbox.ClaimNew());
        Assert.Single(Directory.GetFiles(Path.Combine(workshop.Inbox, "cur")));
    }

    [Fact]
    public async Task A_flag_change_that_comes_too_late_is_refused_for_that_message_only()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        await workshop.DeliverAsync("two");
        using MailboxLease lease = workshop.Open("INBOX");
        ulong known = lease.Mailbox.HighestModSeq;
        lease.Mailbox.ChangeFlags(lease.Mailbox.Messages(2), new FlagChange(FlagChangeKind.Add, MessageFlags.Seen, []));

        IReadOnlyList<StoredMessage> modified = lease.Mailbox.ChangeFlags(lease.Mailbox.Messages(), new FlagChange(FlagChangeKind.Add, MessageFlags.Flagged, []), known);

        Assert.Equal(2u, Assert.Single(modified).Uid);
        Assert.Equal([MessageFlags.Flagged, MessageFlags.Seen], lease.Mailbox.Messages().Select(message => message.Flags));
    }

    [Fact]
    public async Task A_moved_message_keeps_flags_keywords_and_date_and_gets_a_new_uid()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("zero", "Work");
        await workshop.DeliverAsync("one");
        using MailboxLease inbox = workshop.Open("INBOX"), work = workshop.Open("Work");
        inbox.Mailbox.ChangeFlags(inbox.Mailbox.Messages(), new FlagChange(FlagChangeKind.Add, MessageFlags.Seen, ["blue"]));

        (StoredMessage from, StoredMessage to) = Assert.Single(inbox.Mailbox.MoveTo(work.Mailbox, inbox.Mailbox.Messages()));

        Assert.Equal((1u, 2u, MessageFlags.Seen, from.Received), (from.Uid, to.Uid, to.Flags, to.Received));
        Assert.Equal(["blue"], work.Mailbox.KeywordsOf(to));
        Assert.Equal("1 zero, 2 one", workshop.Content("Work"));
        Assert.Equal("", workshop.Content());
    }

    [Fact]
    public async Task A_mailbox_has_a_bound_number_of_keywords()
    {
        using var workshop = new StoreWorkshop(limits: new StoreLimits { Keywords = 2 });
        await workshop.DeliverAsync("one");
        using MailboxLease lease = workshop.Open("INBOX");

        var refusal = Assert.Throws<StoreRefusal>(() => lease.Mailbox.ChangeFlags(lease.Mailbox.Messages(), new FlagChange(FlagChangeKind.Add, MessageFlags.None, ["a", "b", "c"])));

        Assert.Equal(StoreProblem.Limit, refusal.Problem);
        Assert.False(lease.Mailbox.TakesKeywords);
    }

    [Fact]
    public async Task The_journal_does_not_grow_with_every_change()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        using MailboxLease lease = workshop.Open("INBOX");

        for (int i = 0; i < 3000; i++) lease.Mailbox.ChangeFlags(lease.Mailbox.Messages(), new FlagChange(i % 2 == 0 ? FlagChangeKind.Add : FlagChangeKind.Remove, MessageFlags.Seen, []));

        Assert.InRange(File.ReadLines(Path.Combine(workshop.Inbox, MailboxJournal.FileName)).Count(), 3, 1010);
    }
}
