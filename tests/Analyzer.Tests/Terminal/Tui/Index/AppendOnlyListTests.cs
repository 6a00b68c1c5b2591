using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Tests.Terminal.Tui.Index;

public sealed class AppendOnlyListTests
{
    [Fact]
    public void A_reader_sees_every_item_below_the_count_while_another_thread_appends()
    {
        const int Items = 300_000;
        var list = new AppendOnlyList<string>();
        var writer = new Thread(() =>
        {
            for (int i = 0; i < Items; i++) list.Add($"{i}");
        });
        writer.Start();
        int seen = 0;
        while (seen < Items)
        {
            int count = list.Count;
            for (; seen < count; seen++) Assert.Equal($"{seen}", list[seen]);
        }
        writer.Join();

        Assert.Equal(Items, list.Count);
    }

    [Fact]
    public void An_item_can_be_changed_in_its_place()
    {
        var list = new AppendOnlyList<int>();
        for (int i = 0; i < 10_000; i++) list.Add(i);
        list.Set(5000, -1);

        Assert.Equal([4999, -1, 5001], [list[4999], list[5000], list[5001]]);
    }
}
