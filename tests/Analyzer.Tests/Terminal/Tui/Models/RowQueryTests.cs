using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Tests.Terminal.Tui.Models;

public sealed class RowQueryTests
{
    readonly CaptureIndex _index = new();

    [Fact]
    public void Rows_are_in_the_order_in_which_sessions_began_not_in_which_they_ended()
    {
        Tell((2, "b", 5), (1, "a", 5), (3, "c", 5));

        Assert.Equal([1, 2, 3], Shown(new SessionListModel(_index, new ViewSettings())));
    }

    [Theory]
    [InlineData(false, new[] { 2, 4, 1, 3 })]
    [InlineData(true, new[] { 1, 3, 2, 4 })]
    public void Rows_that_compare_equal_stay_in_the_order_of_the_source(bool isDescending, int[] expected)
    {
        Tell((1, "a", 9), (2, "b", 1), (3, "c", 9), (4, "d", 1));
        var model = new SessionListModel(_index, new ViewSettings());
        model.SortBy(IndexOf(model, "Sent"), isDescending);

        Assert.Equal(expected, Shown(model));
    }

    [Fact]
    public void Texts_are_sorted_without_regard_to_case()
    {
        Tell((1, "Zoe", 1), (2, "adam", 1), (3, "Bob", 1));
        var model = new SessionListModel(_index, new ViewSettings());
        model.SortBy(IndexOf(model, "User"), isDescending: false);

        Assert.Equal([2, 3, 1], Shown(model));
    }

    [Fact]
    public void A_filter_goes_on_with_rows_that_come_later()
    {
        Tell((1, "alice", 1), (2, "bob", 1));
        var model = new SessionListModel(_index, new ViewSettings());
        Assert.True(Filter.TryParse("user:alice", out Filter? filter, out _));
        model.FilterBy(filter);
        Assert.Equal([1], Shown(model));
        Tell((3, "alice", 1), (4, "carol", 1));

        Assert.Equal([1, 3], Shown(model));
        model.FilterBy(null);
        Assert.Equal([1, 2, 3, 4], Shown(model));
    }

    [Fact]
    public void What_is_marked_can_be_asked_for()
    {
        Tell((1, "a", 1), (2, "b", 1), (3, "c", 1));
        var model = new SessionListModel(_index, new ViewSettings());
        _ = Shown(model);
        model.ToggleMark(1);
        Assert.True(Filter.TryParse("mark:yes", out Filter? filter, out _));
        model.FilterBy(filter);

        Assert.Equal([2], Shown(model));
    }

    static int IndexOf(SessionListModel model, string header) => model.Columns.ToList().FindIndex(column => column.Header == header);

    static int[] Shown(SessionListModel model)
    {
        model.Update();
        return [.. Enumerable.Range(0, model.Count).Select(row => model.At(row).Id)];
    }

    void Tell(params (int Id, string User, long Bytes)[] sessions)
    {
        foreach ((int id, string user, long bytes) in sessions)
        {
            _index.OnRecord(new SessionRecord
            {
                Id = id,
                Stream = id,
                Protocol = "smtp",
                Client = new Endpoint(IpAddress.From([192, 0, 2, 1]), 40000),
                Server = new Endpoint(IpAddress.From([192, 0, 2, 2]), 25),
                User = user,
                ClientBytes = bytes,
                Messages = [],
                Transfers = [],
            });
        }
    }
}
