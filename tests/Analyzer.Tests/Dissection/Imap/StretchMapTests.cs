using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Imap;
using Analyzer.Dissection.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class StretchMapTests
{
    readonly TestStore _store = new();
    readonly StretchMap _map = new();

    StretchResult Add(long start, string text)
    {
        var extents = new ExtentList();
        foreach (char c in text) extents.Add(_store.Add([(byte)c]));
        return _map.Add(start, extents, 0, text.Length, new ContentComparer(_store));
    }

    string Read(long length)
    {
        var extents = new ExtentList();
        _map.CopyTo(extents, length);
        var text = new StringBuilder();
        foreach (Extent extent in extents.All())
        {
            byte[] bytes = new byte[extent.Length];
            Assert.True(_store.TryRead(extent, bytes));
            text.Append(Encoding.ASCII.GetString(bytes));
        }
        return text.ToString();
    }

    [Fact]
    public void Stretches_in_any_order_become_one()
    {
        Add(6, "gh");
        Add(0, "abc");
        Assert.Equal((3L, 5L), (_map.Covered, _map.Held));
        Assert.Equal([(3L, 3L), (8L, 2L)], _map.Holes(10));

        Add(2, "cdefg");
        _map.End = 8;

        Assert.True(_map.IsWhole);
        Assert.Equal("abcdefgh", Read(8));
    }

    [Fact]
    public void Other_bytes_in_the_same_place_are_a_conflict()
    {
        Add(0, "abcdef");

        Assert.Equal(StretchResult.Added, Add(2, "cd"));
        Assert.Equal(StretchResult.Conflict, Add(2, "cX"));
    }

    [Fact]
    public void Too_many_separate_stretches_are_refused()
    {
        for (int i = 0; i < ImapLimits.Stretches; i++) Assert.Equal(StretchResult.Added, Add(i * 2, "x"));

        Assert.Equal(StretchResult.Full, Add(100_000, "x"));
        Assert.Equal(StretchResult.Added, Add(1, "y"));
    }

    [Fact]
    public void Any_pieces_of_a_text_give_that_text()
    {
        const string text = "The quick brown fox jumps over the lazy dog, and none the wiser.";
        Gen<(int, int)[]> pieces = Gen.ArrayOf(Gen.Choose(0, text.Length - 1).SelectMany(start => Gen.Choose(0, text.Length - start).Select(length => (start, length))));
        Prop.ForAll(pieces.ToArbitrary(), all =>
        {
            var test = new StretchMapTests();
            bool[] there = new bool[text.Length];
            foreach ((int start, int length) in all)
            {
                Assert.Equal(StretchResult.Added, test.Add(start, text.Substring(start, length)));
                Array.Fill(there, true, start, length);
            }
            int covered = Array.IndexOf(there, false) is >= 0 and var hole ? hole : text.Length;
            Assert.Equal((covered, there.Count(held => held)), ((int)test._map.Covered, (int)test._map.Held));
            Assert.Equal(text[..covered], test.Read(covered));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
