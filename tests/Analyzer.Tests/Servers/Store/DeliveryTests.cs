using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;

namespace Analyzer.Tests.Servers.Store;

public sealed class DeliveryTests
{
    readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivered_message_is_a_file_in_new()
    {
        using var workshop = new StoreWorkshop();

        await workshop.DeliverAsync("one");

        string file = Assert.Single(Directory.GetFiles(Path.Combine(workshop.Inbox, "new")));
        Assert.EndsWith(",S=3", file);
        Assert.Equal("one", await File.ReadAllTextAsync(file, _cancel));
        Assert.Empty(Directory.GetFiles(Path.Combine(workshop.Inbox, "tmp")));
    }

    [Fact]
    public async Task Messages_keep_the_order_in_which_they_came()
    {
        using var workshop = new StoreWorkshop();

        foreach (string text in (string[])["one", "two", "three"]) await workshop.DeliverAsync(text);

        Assert.Equal("1 one, 2 two, 3 three", workshop.Content());
    }

    [Fact]
    public async Task A_delivery_into_a_folder_makes_the_folder()
    {
        using var workshop = new StoreWorkshop();

        await workshop.DeliverAsync("one", "Lists/Crepes");

        Assert.Equal("1 one", workshop.Content("Lists/Crepes"));
        Assert.Equal("", workshop.Content());
    }

    [Fact]
    public async Task The_same_delivery_id_delivers_once_even_after_a_restart()
    {
        using var workshop = new StoreWorkshop();
        byte[] message = Encoding.ASCII.GetBytes("one");

        await workshop.Store.DeliverAsync("bob", "queue-17", message, _cancel);
        workshop.Reopen();
        MailDelivery second = await workshop.Store.DeliverAsync("bob", "queue-17", message, _cancel);
        await workshop.Store.DeliverAsync("bob", "queue-1", message, _cancel);

        Assert.Equal(MailDelivery.Delivered, second);
        Assert.Equal("1 one, 2 one", workshop.Content());
        Assert.Empty(Directory.GetFiles(Path.Combine(workshop.Inbox, "tmp")));
    }

    [Fact]
    public async Task A_message_that_was_begun_and_not_finished_is_no_message()
    {
        using var workshop = new StoreWorkshop();
        await workshop.DeliverAsync("one");
        await File.WriteAllTextAsync(Path.Combine(workshop.Inbox, "tmp", "half"), "ha", _cancel);

        workshop.Reopen();

        Assert.Equal("1 one", workshop.Content());
        Assert.Empty(Directory.GetFiles(Path.Combine(workshop.Inbox, "tmp")));
    }

    [Fact]
    public async Task A_message_beyond_the_quota_is_refused_and_leaves_nothing()
    {
        using var workshop = new StoreWorkshop(quota: 5);

        MailDelivery first = await workshop.Store.DeliverAsync("bob", "a", new byte[5], _cancel);
        MailDelivery second = await workshop.Store.DeliverAsync("bob", "b", new byte[1], _cancel);

        Assert.Equal((MailDelivery.Delivered, MailDelivery.OverQuota), (first, second));
        Assert.Empty(Directory.GetFiles(Path.Combine(workshop.Inbox, "tmp")));
        Assert.Equal(5, workshop.Bob.QuotaUsed);
    }

    [Fact]
    public async Task Who_has_the_mailbox_open_hears_of_a_delivery()
    {
        using var workshop = new StoreWorkshop();
        using MailboxLease lease = workshop.Open("INBOX");
        int heard = 0;
        lease.Mailbox.Changed += () => heard++;

        await workshop.DeliverAsync("one");

        Assert.Equal(1, heard);
        Assert.Single(lease.Mailbox.Messages());
    }

    [Fact]
    public void A_store_that_is_open_refuses_a_second_process()
    {
        using var workshop = new StoreWorkshop();

        Assert.ThrowsAny<IOException>(() => MailStore.Open(new DirectoryInfo(workshop.Root), workshop.Options));
    }

    [Theory]
    [InlineData("../bob")]
    [InlineData("/etc")]
    [InlineData("bob/.Work")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("bo\0b")]
    public async Task A_user_name_stays_below_the_root(string name)
    {
        using var workshop = new StoreWorkshop();

        await workshop.Store.DeliverAsync(name, new MemoryStream([1]), cancel: _cancel);

        string directory = Assert.Single(Directory.GetDirectories(workshop.Root));
        Assert.DoesNotMatch(@"^\.|[/\0]", Path.GetFileName(directory));
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_are_all_kept()
    {
        using var workshop = new StoreWorkshop();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => workshop.DeliverAsync($"text {i}"), _cancel)));

        using MailboxLease lease = workshop.Open("INBOX");
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (uint)i), lease.Mailbox.Messages().Select(message => message.Uid));
        Assert.Distinct(lease.Mailbox.Messages().Select(message => StoreWorkshop.Text(lease.Mailbox, message)));
    }
}
