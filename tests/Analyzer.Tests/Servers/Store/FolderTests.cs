using Analyzer.Servers.Store;

namespace Analyzer.Tests.Servers.Store;

public sealed class FolderTests
{
    [Theory]
    [InlineData("..")]
    [InlineData("../alice")]
    [InlineData("Work/../../alice")]
    [InlineData(".")]
    [InlineData("/etc/passwd")]
    [InlineData("//")]
    [InlineData("")]
    [InlineData("Work//Plans")]
    [InlineData("Work\0")]
    [InlineData("Work\r\nX")]
    [InlineData(@"..\alice")]
    [InlineData("a%")]
    [InlineData("a*")]
    public void A_name_that_is_a_trick_is_refused(string name)
    {
        using var workshop = new StoreWorkshop();

        var refusal = Assert.Throws<StoreRefusal>(() => workshop.Bob.Name(name));

        Assert.Equal(StoreProblem.BadName, refusal.Problem);
        Assert.NotEmpty(refusal.Message);
    }

    [Fact]
    public void A_name_that_is_no_text_is_refused()
    {
        using var workshop = new StoreWorkshop();

        Assert.Throws<StoreRefusal>(() => workshop.Bob.Name("a" + (char)0xD800));
    }

    [Theory]
    [InlineData("Inbox", "INBOX")]
    [InlineData("inbox/Sub", "INBOX/Sub")]
    [InlineData("Work/", "Work")]
    [InlineData("cur", "cur")]
    [InlineData("Œufs/日本", "Œufs/日本")]
    [InlineData("a.b ..c", "a.b ..c")]
    public void A_name_that_is_none_can_be_used(string name, string canonical)
    {
        using var workshop = new StoreWorkshop();
        MailboxName parsed = workshop.Bob.Name(name);

        if (!parsed.IsInbox) workshop.Bob.Create(parsed);

        Assert.Equal(canonical, parsed.Text);
        Assert.Contains(workshop.Bob.List(), folder => folder.Name == parsed && folder.IsSelectable);
    }

    [Fact]
    public void Names_are_bounded_in_length_and_depth()
    {
        using var workshop = new StoreWorkshop();

        foreach (string name in (string[])[new('a', 201), string.Join('/', Enumerable.Repeat("a", 17)), string.Join('/', Enumerable.Repeat(new string('a', 150), 8))])
            Assert.Throws<StoreRefusal>(() => workshop.Bob.Name(name));
    }

    [Fact]
    public void A_user_has_a_bound_number_of_mailboxes()
    {
        using var workshop = new StoreWorkshop(limits: new StoreLimits { Mailboxes = 3 });
        foreach (string name in (string[])["a", "b"]) workshop.Bob.Create(workshop.Bob.Name(name));

        Assert.Equal(StoreProblem.Limit, Assert.Throws<StoreRefusal>(() => workshop.Bob.Create(workshop.Bob.Name("c"))).Problem);
    }

    [Fact]
    public void A_link_in_the_store_is_not_followed()
    {
        using var workshop = new StoreWorkshop();
        workshop.Bob.Create(workshop.Bob.Name("Work"));
        Directory.CreateSymbolicLink(Path.Combine(workshop.Inbox, ".Link"), Path.Combine(workshop.Inbox, ".Work"));

        foreach (string name in (string[])["Link", "Link/Below"])
            Assert.Equal(StoreProblem.BadName, Assert.Throws<StoreRefusal>(() => workshop.Open(name)).Problem);
        Assert.DoesNotContain(workshop.Bob.List(), folder => folder.Name.Text == "Link");
    }

    [Fact]
    public void The_way_to_a_mailbox_is_listed_but_holds_no_messages()
    {
        using var workshop = new StoreWorkshop();
        workshop.Bob.Create(workshop.Bob.Name("Work/Plans/2027"));

        Assert.Equal(["INBOX True False", "Work False True", "Work/Plans False True", "Work/Plans/2027 True False"],
            workshop.Bob.List().Select(folder => $"{folder.Name} {folder.IsSelectable} {folder.HasChildren}"));
        Assert.Equal(StoreProblem.NonExistent, Assert.Throws<StoreRefusal>(() => workshop.Open("Work")).Problem);
    }

    [Fact]
    public async Task A_deleted_mailbox_leaves_those_below_it_and_its_name_free()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one", "Work");
        await workshop.DeliverAsync("two", "Work/Plans");

        workshop.Bob.Delete(workshop.Bob.Name("Work"));
        Assert.Equal(["INBOX", "Work", "Work/Plans"], workshop.Bob.List().Select(folder => folder.Name.Text));
        workshop.Bob.Delete(workshop.Bob.Name("Work/Plans"));

        Assert.Equal(["INBOX"], workshop.Bob.List().Select(folder => folder.Name.Text));
        Assert.Equal(0, workshop.Bob.QuotaUsed);
    }

    [Fact]
    public void A_mailbox_that_is_made_again_has_another_uidvalidity()
    {
        using var workshop = new StoreWorkshop();
        uint Make()
        {
            workshop.Bob.Create(workshop.Bob.Name("Work"));
            using MailboxLease lease = workshop.Open("Work");
            return lease.Mailbox.UidValidity;
        }

        uint first = Make();
        workshop.Bob.Delete(workshop.Bob.Name("Work"));

        Assert.True(Make() > first);
    }

    [Fact]
    public async Task Renaming_takes_everything_below_along_even_while_it_is_open()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one", "Work/Plans");
        using MailboxLease open = workshop.Open("Work/Plans");

        workshop.Bob.Rename(workshop.Bob.Name("Work"), workshop.Bob.Name("Old/Work"));
        await workshop.DeliverAsync("two", "Old/Work/Plans");

        Assert.Equal(2, open.Mailbox.Messages().Count);
        Assert.Equal("one", StoreWorkshop.Text(open.Mailbox, open.Mailbox.Messages()[0]));
        workshop.Reopen();
        Assert.Equal("1 one, 2 two", workshop.Content("Old/Work/Plans"));
    }

    [Fact]
    public async Task Renaming_the_inbox_moves_its_messages_and_leaves_it_empty()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");

        workshop.Bob.Rename(MailboxName.Inbox, workshop.Bob.Name("Old"));

        Assert.Equal(("", "1 one"), (workshop.Content(), workshop.Content("Old")));
    }

    [Theory]
    [InlineData("Work", "Work/Below", "Cannot")]
    [InlineData("Work", "Other", "AlreadyExists")]
    [InlineData("Work", "INBOX", "AlreadyExists")]
    [InlineData("Nothing", "Something", "NonExistent")]
    public void A_rename_that_cannot_be_is_refused(string from, string to, string why)
    {
        using var workshop = new StoreWorkshop();
        foreach (string name in (string[])["Work", "Other"]) workshop.Bob.Create(workshop.Bob.Name(name));

        Assert.Equal(why, Assert.Throws<StoreRefusal>(() => workshop.Bob.Rename(workshop.Bob.Name(from), workshop.Bob.Name(to))).Problem.ToString());
    }

    [Fact]
    public async Task Deleting_an_open_mailbox_takes_its_messages_from_all_who_have_it_open()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one", "Work");
        using MailboxLease lease = workshop.Open("Work");
        StoredMessage message = lease.Mailbox.Messages()[0];

        workshop.Bob.Delete(workshop.Bob.Name("Work"));

        Assert.True(message.IsExpunged);
        Assert.Null(lease.Mailbox.Open(message));
        Assert.Throws<StoreRefusal>(() => lease.Mailbox.ChangeFlags([message], new FlagChange(FlagChangeKind.Add, MessageFlags.Seen, [])));
    }

    [Fact]
    public void Subscriptions_quota_and_special_uses_survive_a_restart()
    {
        using var workshop = new StoreWorkshop();
        workshop.Bob.Create(workshop.Bob.Name("Sent"));
        workshop.Bob.Create(workshop.Bob.Name("Papierkorb"), @"\Trash");
        workshop.Bob.Subscribe(workshop.Bob.Name("Œufs"), true);
        workshop.Bob.Subscribe(workshop.Bob.Name("Gone"), true);
        workshop.Bob.Subscribe(workshop.Bob.Name("Gone"), false);
        workshop.Bob.SetQuota(1000);

        workshop.Reopen();

        Assert.Equal(["Œufs"], workshop.Bob.Subscriptions.Select(name => name.Text));
        Assert.Equal(1000, workshop.Bob.QuotaLimit);
        Assert.Equal([null, @"\Trash", @"\Sent"], workshop.Bob.List().Select(folder => folder.Use));
    }

    [Fact]
    public void The_maildrop_lock_keeps_a_second_session_away_until_it_is_given_back()
    {
        using var workshop = new StoreWorkshop();
        IDisposable? first = workshop.Bob.TryLockMaildrop();

        Assert.Null(workshop.Bob.TryLockMaildrop());
        first!.Dispose();

        Assert.NotNull(workshop.Bob.TryLockMaildrop());
    }
}
