using Analyzer.Dissection.Imap;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class SequenceMapTests
{
    static SequenceMap Of(params (long Sequence, long Uid)[] messages)
    {
        var map = new SequenceMap();
        foreach ((long sequence, long uid) in messages) map.Learn(sequence, uid, null);
        return map;
    }

    static long? Uid(SequenceMap map, long sequence) => map.TryGet(sequence, out TrackedMessage message) && message.Uid > 0 ? message.Uid : null;

    [Fact]
    public void An_expunge_moves_those_behind_it()
    {
        SequenceMap map = Of((1, 10), (3, 30), (5, 50));

        Assert.Equal(30, map.Expunge(3));
        Assert.Equal(0, map.Expunge(2));

        Assert.Equal([10L, null, 50L], new long[] { 1, 2, 3 }.Select(sequence => Uid(map, sequence)));
    }

    [Fact]
    public void A_UID_that_contradicts_the_order_clears_what_was_known()
    {
        SequenceMap map = Of((1, 10), (2, 20));

        map.Learn(3, 15, null);

        Assert.Equal([null, null, 15L], new long[] { 1, 2, 3 }.Select(sequence => Uid(map, sequence)));
    }

    [Fact]
    public void A_known_message_that_gets_another_UID_clears_what_was_known()
    {
        SequenceMap map = Of((1, 10), (2, 20));

        map.Learn(2, 21, null);

        Assert.Equal((null, 21L), (Uid(map, 1), Uid(map, 2)));
    }

    [Fact]
    public void One_vanished_message_moves_those_with_higher_UIDs_known_or_not()
    {
        SequenceMap map = Of((1, 10), (3, 30), (4, 40));

        map.Vanish(20, 20);
        map.Vanish(30, 30);

        Assert.Equal([10L, 40L], new long[] { 1, 2 }.Select(sequence => Uid(map, sequence)));
    }

    [Fact]
    public void A_vanished_range_with_unknown_messages_forgets_those_behind_it()
    {
        SequenceMap map = Of((1, 10), (3, 30), (4, 40));

        map.Vanish(15, 35);

        Assert.Equal([10L, null, null, null], new long[] { 1, 2, 3, 4 }.Select(sequence => Uid(map, sequence)));
    }

    [Fact]
    public void A_vanished_range_of_known_messages_is_exact()
    {
        SequenceMap map = Of((1, 10), (2, 11), (3, 12), (4, 40));

        map.Vanish(10, 12);

        Assert.Equal(40, Uid(map, 1));
    }

    [Fact]
    public void Sizes_and_identities_stay_with_their_message()
    {
        var map = new SequenceMap();
        map.Learn(4, null, 1234);
        int identity = map.IdentityOf(4);

        map.Expunge(2);
        map.Learn(3, 33, null);

        Assert.True(map.TryGet(3, out TrackedMessage message));
        Assert.Equal((33L, 1234L, identity), (message.Uid, message.Size, message.Identity));
        Assert.Equal(identity, map.IdentityOf(3));
    }

    [Fact]
    public void More_messages_than_are_tracked_are_not_known()
    {
        var map = new SequenceMap();
        for (int i = 1; i <= ImapLimits.TrackedMessages + 10; i++) map.Learn(i, i, null);

        Assert.True(map.IsFull);
        Assert.Null(Uid(map, ImapLimits.TrackedMessages + 5));
        Assert.Equal(0, map.IdentityOf(ImapLimits.TrackedMessages + 5));
    }

    [Fact]
    public void It_says_what_a_plain_list_of_messages_says()
    {
        Gen<(bool IsExpunge, int Place)[]> steps = Gen.ArrayOf(Gen.Elements(true, false, false).SelectMany(isExpunge => Gen.Choose(0, 2000).Select(place => (isExpunge, place))));
        Prop.ForAll(steps.ToArbitrary(), all =>
        {
            List<long> model = [.. Enumerable.Range(1, 1500).Select(i => i * 3L)];
            var map = new SequenceMap();
            foreach ((bool isExpunge, int place) in all.Concat(Enumerable.Range(0, 600).Select(i => (i % 3 == 0, i * 37 % 2000))))
            {
                int sequence = place % model.Count + 1;
                if (!isExpunge)
                {
                    map.Learn(sequence, model[sequence - 1], null);
                    continue;
                }
                long gone = map.Expunge(sequence);
                Assert.True(gone == 0 || gone == model[sequence - 1]);
                model.RemoveAt(sequence - 1);
            }
            for (int i = 1; i <= model.Count; i++) Assert.True(Uid(map, i) is not { } uid || uid == model[i - 1]);
            Assert.True(map.Count > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Theory]
    [InlineData("1:3,7", "1-3 7-7")]
    [InlineData("9:5", "5-9")]
    [InlineData("5", "5-5")]
    [InlineData("", "")]
    [InlineData("*", "")]
    [InlineData("3,$,4", "3-3")]
    [InlineData("4294967296", "")]
    public void Sets_are_read_range_by_range(string set, string expected)
    {
        var ranges = new UidSet(set);
        List<string> read = [];
        while (ranges.TryRead(out long first, out long last)) read.Add($"{first}-{last}");

        Assert.Equal(expected, string.Join(' ', read));
    }
}
