using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Dissection.Filtering;

public sealed class FilteringSinkTests
{
    static readonly SessionRecord s_alice = RecordSamples.Session with { Messages = [4], Transfers = [] };
    static readonly SessionRecord s_bob = RecordSamples.Session with { Id = 2, User = "bob", Messages = [], Transfers = [], Client = RecordSamples.At("192.0.2.9", 1) };
    static readonly ExchangeRecord s_bobs = RecordSamples.Exchange with { Session = 2, Command = "QUIT", ReplyCode = "221" };

    readonly RecordList _passed = [];

    [Fact]
    public void A_session_passes_with_all_its_records()
    {
        Pass(FilterScope.WholeSessions, "user:alice", RecordSamples.Exchange, s_bobs, RecordSamples.Message, s_bob, s_alice);

        Assert.Equal([RecordSamples.Exchange, RecordSamples.Message, s_alice], _passed, ReferenceOrKindEqual);
    }

    [Fact]
    public void A_session_passes_when_one_of_its_records_matches()
    {
        Pass(FilterScope.WholeSessions, "-size<1M user:alice or cmd:QUIT code:221", RecordSamples.Exchange, s_bobs, s_bob, RecordSamples.Message, s_alice);

        Assert.Contains(s_bob, _passed);
        Assert.Contains(s_bobs, _passed);
    }

    [Fact]
    public void Nothing_is_passed_before_the_sessions_end()
    {
        var sink = new FilteringSink(Parse("user:alice"), FilterScope.WholeSessions, _passed);
        sink.OnRecord(RecordSamples.Exchange);

        Assert.Empty(_passed);
    }

    [Fact]
    public void A_session_is_decided_when_the_last_of_its_artefacts_is_told()
    {
        var sink = new FilteringSink(Parse("size>40k user:alice"), FilterScope.WholeSessions, _passed);
        sink.OnRecord(s_alice);
        Assert.Empty(_passed);

        sink.OnRecord(RecordSamples.Message);

        Assert.Equal(2, _passed.Count);
    }

    [Fact]
    public void What_comes_after_the_decision_follows_it()
    {
        Pass(FilterScope.WholeSessions, "user:bob", s_bob, s_bobs, RecordSamples.Message, s_alice, RecordSamples.Exchange);

        Assert.Equal(2, _passed.Count);
        Assert.Contains(s_bobs, _passed);
    }

    [Fact]
    public void A_session_that_never_ends_is_decided_at_the_end()
    {
        Pass(FilterScope.WholeSessions, "size>40k", RecordSamples.Message);

        Assert.Single(_passed);
    }

    [Fact]
    public void Captures_and_findings_about_no_session_always_pass()
    {
        FindingRecord damage = RecordSamples.Finding with { Session = null };

        Pass(FilterScope.WholeSessions, "user:nobody", RecordSamples.Capture, damage, RecordSamples.Finding);

        Assert.Equal([typeof(CaptureRecord), typeof(FindingRecord)], _passed.Select(record => record.GetType()));
    }

    [Fact]
    public void Hosts_pass_with_a_session_that_they_took_part_in()
    {
        HostRecord stranger = RecordSamples.Host with { Address = s_bob.Client.Address };

        Pass(FilterScope.WholeSessions, "user:alice", stranger, RecordSamples.Host, RecordSamples.Message, s_alice);

        Assert.Contains(RecordSamples.Host.Address, _passed.OfType<HostRecord>().Select(host => host.Address));
        Assert.DoesNotContain(stranger, _passed);
    }

    [Fact]
    public void A_list_passes_each_record_by_itself_with_its_session()
    {
        MessageRecord small = RecordSamples.Message with { Id = 5, Size = 10 };

        Pass(FilterScope.EachRecord, "user:alice size>40k", RecordSamples.Message, small, s_alice with { Messages = [4, 5] });

        Assert.Equal([typeof(MessageRecord), typeof(SessionRecord)], _passed.Select(record => record.GetType()));
    }

    [Fact]
    public void A_list_of_streams_or_hosts_needs_no_session()
    {
        Pass(FilterScope.EachRecord, "net:198.51.100.0/24", RecordSamples.Stream, RecordSamples.Host, RecordSamples.Host with { Address = s_bob.Client.Address });

        Assert.Equal(2, _passed.Count);
    }

    [Fact]
    public void When_too_much_waits_a_session_passes_undecided_and_that_is_told()
    {
        var sink = new FilteringSink(Parse("user:nobody"), FilterScope.WholeSessions, _passed);
        ExchangeRecord large = RecordSamples.Exchange with { Reply = new string('x', 64 * 1024) };
        long enough = FilteringSink.MaxHeld / (2 * 64 * 1024) + 2;
        for (int i = 0; i < enough; i++) sink.OnRecord(large with { Session = i % 10 + 1 });

        FindingRecord told = Assert.Single(_passed.OfType<FindingRecord>());
        Assert.Equal("filter-undecided", told.Code);
        Assert.All(_passed.OfType<ExchangeRecord>(), exchange => Assert.Equal(told.Session, exchange.Session));
    }

    void Pass(FilterScope scope, string filter, params Record[] records)
    {
        var sink = new FilteringSink(Parse(filter), scope, _passed);
        foreach (Record record in records) sink.OnRecord(record);
        sink.Complete();
    }

    static bool ReferenceOrKindEqual(Record? one, Record? other) => ReferenceEquals(one, other) || one?.GetType() == other?.GetType();

    static Filter Parse(string text)
    {
        Assert.True(Filter.TryParse(text, out Filter? filter, out FilterError? error), error?.ToString());
        return filter;
    }
}
