using Analyzer.Capture;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Dissection.Filtering;

/// <summary>Each field and operator, asked of the sample session with its records, or of one record with its session.</summary>
public sealed class FilterTests
{
    static readonly SessionRecord s_session = RecordSamples.Session;

    static readonly Record[] s_related =
        [RecordSamples.Exchange, RecordSamples.Message, RecordSamples.Transfer, RecordSamples.Credential, RecordSamples.Finding];

    [Theory]
    [InlineData("proto:smtp", true)]
    [InlineData("proto:SMTP", true)]
    [InlineData("proto=smtp", true)]
    [InlineData("proto!=smtp", false)]
    [InlineData("host:mail.example", true)]
    [InlineData("host:10.1.4.23", true)]
    [InlineData("host:10.1.4.2", false)]
    [InlineData("host:10.1", true)]
    [InlineData("host:10.1.0.0/16", true)]
    [InlineData("host:10.2.0.0/16", false)]
    [InlineData("host:10.1.4.0..10.1.4.255", true)]
    [InlineData("host:*.example.org", true)]
    [InlineData("host:*.example", false)]
    [InlineData("host~^mail", true)]
    [InlineData("src:10.1.4.23", true)]
    [InlineData("src:198.51.100.7", false)]
    [InlineData("src:pc23", true)]
    [InlineData("dst:198.51.100.7", true)]
    [InlineData("dst:mail.example.org", true)]
    [InlineData("dst=mail.example", false)]
    [InlineData("net:198.51.100.0/24", true)]
    [InlineData("net:198.51.100.0/25", true)]
    [InlineData("net:198.51.100.128/25", false)]
    [InlineData("net:0.0.0.0/0", true)]
    [InlineData("net:::/0", false)]
    [InlineData("net:192.0.2.1,198.51.100.7", true)]
    [InlineData("port:25", true)]
    [InlineData("port:587,25", true)]
    [InlineData("port:20..30", true)]
    [InlineData("port:26..30", false)]
    [InlineData("port>50000", true)]
    [InlineData("port<25", false)]
    [InlineData("port<=25", true)]
    [InlineData("start:2023-11-14", true)]
    [InlineData("start:09:32", true)]
    [InlineData("start:09:33", false)]
    [InlineData("start>2023-11-14T09:32:52Z", false)]
    [InlineData("start>2023-11-14T09:32:52.8Z", false)]
    [InlineData("start>2023-11-14T09:32:52.844Z", false)]
    [InlineData("start>2023-11-14T09:32:52.844000000Z", true)]
    [InlineData("start<2023-11-14T10:32:53+01:00", true)]
    [InlineData("time:09:33", true)]
    [InlineData("time:09:34", false)]
    [InlineData("time:09:30..10:00", true)]
    [InlineData("time:23:00..09:00", false)]
    [InlineData("time:23:00..09:32", true)]
    [InlineData("time>2023-11-14T09:33:00Z", true)]
    [InlineData("time<09:00", false)]
    [InlineData("time>=09:33", true)]
    [InlineData("time:2023-11-13..2023-11-14", true)]
    [InlineData("time:..2023-11-13", false)]
    [InlineData("time:2023-11-15..", false)]
    [InlineData("dur>17s", true)]
    [InlineData("dur>18s", false)]
    [InlineData("dur<1m", true)]
    [InlineData("dur:17000ms..18000ms", true)]
    [InlineData("dur:1h", false)]
    [InlineData("dur>17", true)]
    [InlineData("id:1", true)]
    [InlineData("id:4", false)]
    [InlineData("session:1", true)]
    [InlineData("stream:17", true)]
    [InlineData("mark:yes", false)]
    [InlineData("mark:no", true)]
    [InlineData("err", true)]
    [InlineData("err:3", false)]
    [InlineData("err:2", true)]
    [InlineData("gaps>0", true)]
    [InlineData("gaps", true)]
    [InlineData("gaps:no", false)]
    [InlineData("gaps=1460", true)]
    [InlineData("gaps>=1.46k", true)]
    [InlineData("tls", false)]
    [InlineData("-tls", true)]
    [InlineData("tls:offered", true)]
    [InlineData("tls:none", false)]
    [InlineData("tls:no", true)]
    [InlineData("state:partial", true)]
    [InlineData("state:part", true)]
    [InlineData("state:gap", true)]
    [InlineData("state:error", true)]
    [InlineData("state:warning", true)]
    [InlineData("state:closed", true)]
    [InlineData("state:midstream", true)]
    [InlineData("state:ok", false)]
    [InlineData("state:open,reset", false)]
    [InlineData("state:live", false)]
    [InlineData("user:alice", true)]
    [InlineData("user:ALI", true)]
    [InlineData("user=ali", false)]
    [InlineData("from:@example.net", true)]
    [InlineData("from:*@example.net", true)]
    [InlineData("from:\"Alice <\"", true)]
    [InlineData("to:bob", true)]
    [InlineData("to:nobody@example.org", true)]
    [InlineData("to:alice", false)]
    [InlineData("cmd:AUTH", true)]
    [InlineData("cmd:retr", true)]
    [InlineData("cmd=AUT", false)]
    [InlineData("code:5xx", true)]
    [InlineData("code:535", true)]
    [InlineData("code=535", true)]
    [InlineData("code:4xx", false)]
    [InlineData("code:2xx", true)]
    [InlineData("code>=535", true)]
    [InlineData("code>535", false)]
    [InlineData("code:500..599", true)]
    [InlineData("code:5*", true)]
    [InlineData("phase:handshake", true)]
    [InlineData("bytes>50k", true)]
    [InlineData("bytes>1M", false)]
    [InlineData("pkts:120", true)]
    [InlineData("msgs:1", true)]
    [InlineData("cc:carol", true)]
    [InlineData("subject:\"quarterly FIGURES\"", true)]
    [InlineData("subject~^Quarterly", true)]
    [InlineData("subject~^quarterly", false)]
    [InlineData("subject~/^quarterly/i", true)]
    [InlineData("subject~figure(s|d)$", true)]
    [InlineData("date:2023-11-14", true)]
    [InlineData("date:08:32", true)]
    [InlineData("date<2023-11-14", false)]
    [InlineData("size>15M", false)]
    [InlineData("size>=15M", true)]
    [InlineData("size:48k..49k", true)]
    [InlineData("size<47KiB", false)]
    [InlineData("size<48KiB", true)]
    [InlineData("has:attachment", true)]
    [InlineData("has:file", true)]
    [InlineData("has:message", true)]
    [InlineData("has:credential", true)]
    [InlineData("has:finding", true)]
    [InlineData("has:error", true)]
    [InlineData("has:gap", true)]
    [InlineData("has:login", true)]
    [InlineData("has:user", true)]
    [InlineData("has:tls", false)]
    [InlineData("attach:figures", true)]
    [InlineData("attach:*.zip", false)]
    [InlineData("type:application/pdf", true)]
    [InlineData("name:*.zip", true)]
    [InlineData("name:*.pdf", true)]
    [InlineData("name:*.exe", false)]
    [InlineData("name:fig?res.pdf", true)]
    [InlineData("sha256:0123", true)]
    [InlineData("sha256=ff00", true)]
    [InlineData("path:/pub", true)]
    [InlineData("path=/pub", false)]
    [InlineData("op:retr", true)]
    [InlineData("op:download", true)]
    [InlineData("op:upload", false)]
    [InlineData("complete:no", true)]
    [InlineData("complete:yes", true)]
    [InlineData("mode:passive", true)]
    [InlineData("mode:active", false)]
    [InlineData("mech:plain", true)]
    [InlineData("result:refused", true)]
    [InlineData("result:accepted", false)]
    [InlineData("finding:gap", true)]
    [InlineData("severity:warning", true)]
    [InlineData("severity:error", false)]
    [InlineData("alice", true)]
    [InlineData("quarterly", true)]
    [InlineData("198.51.100.7", true)]
    [InlineData("198.51.100.0/24", true)]
    [InlineData("198.51.101.0/24", false)]
    [InlineData("app.zip", true)]
    [InlineData("nothing-of-it", false)]
    [InlineData("\"Quarterly figures\"", true)]
    [InlineData("\"figures Quarterly\"", false)]
    [InlineData("/fig.res/", true)]
    [InlineData("/FIG.RES/", false)]
    [InlineData("/FIG.RES/i", true)]
    [InlineData("/passw(or)?d/i", false)]
    public void A_session_is_asked_with_all_that_is_in_it(string filter, bool expected)
    {
        Assert.Equal(expected, Parse(filter).Matches(new FilterSubject(s_session, null, s_related)));
    }

    [Theory]
    [InlineData("proto:smtp user:alice", true)]
    [InlineData("proto:smtp and user:bob", false)]
    [InlineData("user:bob or user:alice", true)]
    [InlineData("user:bob user:carol or user:alice", true)]
    [InlineData("user:alice or user:bob user:carol", true)]
    [InlineData("(user:alice or user:bob) user:carol", false)]
    [InlineData("not user:bob", true)]
    [InlineData("not not user:bob", false)]
    [InlineData("-(user:alice or user:bob)", false)]
    [InlineData("- user:alice", false)]
    [InlineData("NOT user:bob AND proto:smtp OR user:carol", true)]
    [InlineData("user!=bob", true)]
    [InlineData("user!=alice", false)]
    [InlineData("user!=bob,alice", false)]
    [InlineData("-user:bob -\"nothing\" -/nothing/", true)]
    [InlineData("time:09:30..10:00 (user:root or user:alice)", true)]
    [InlineData("net:10.0.0.0/8 -tls", true)]
    [InlineData("cmd:AUTH code=535", true)]
    public void Conditions_combine(string filter, bool expected)
    {
        Assert.Equal(expected, Parse(filter).Matches(new FilterSubject(s_session, null, s_related)));
    }

    [Theory]
    [InlineData("proto:smtp size>40k", true)]
    [InlineData("host:mail.example.org from:alice", true)]
    [InlineData("user:alice", true)]
    [InlineData("id:4", true)]
    [InlineData("id:1", false)]
    [InlineData("session:1", true)]
    [InlineData("time:09:32", true)]
    [InlineData("time:09:33", false)]
    [InlineData("gaps", true)]
    [InlineData("complete", false)]
    [InlineData("-complete", true)]
    [InlineData("has:attachment", true)]
    [InlineData("has:finding", false)]
    [InlineData("op:retr", false)]
    [InlineData("mech:plain", false)]
    [InlineData("state:partial", true)]
    [InlineData("state:ok", false)]
    [InlineData("state:closed", true)]
    [InlineData("err", false)]
    public void A_message_is_asked_with_its_session_but_not_with_the_sessions_other_records(string filter, bool expected)
    {
        Assert.Equal(expected, Parse(filter).Matches(new FilterSubject(RecordSamples.Message, s_session)));
    }

    [Theory]
    [InlineData("net:198.51.100.7", true)]
    [InlineData("host:mail", true)]
    [InlineData("proto:smtp", true)]
    [InlineData("bytes>50k", true)]
    [InlineData("postfix", true)]
    [InlineData("port:25", false)]
    public void A_host_is_asked(string filter, bool expected)
    {
        Assert.Equal(expected, Parse(filter).Matches(new FilterSubject(RecordSamples.Host)));
    }

    [Theory]
    [InlineData("id:17", true)]
    [InlineData("stream:17", true)]
    [InlineData("gaps>1k", true)]
    [InlineData("pkts>100 dur>10s port:25", true)]
    [InlineData("sha256:aa", true)]
    [InlineData("src:198.51.100.7", false)]
    [InlineData("dst:198.51.100.7", true)]
    public void A_stream_is_asked(string filter, bool expected)
    {
        Assert.Equal(expected, Parse(filter).Matches(new FilterSubject(RecordSamples.Stream)));
    }

    [Fact]
    public void What_is_marked_is_found()
    {
        Assert.True(Parse("mark").Matches(new FilterSubject(RecordSamples.Message) { IsMarked = true }));
    }

    [Theory]
    [InlineData("hdr.X-Mailer~^The.Bat", true)]
    [InlineData("hdr.x-mailer:bat", true)]
    [InlineData("hdr.X-Mailer:outlook", false)]
    [InlineData("hdr.Absent:x", false)]
    [InlineData("-hdr.Absent:x", true)]
    public void Header_fields_are_asked_by_their_names(string filter, bool expected)
    {
        Filter parsed = Parse(filter);

        Assert.True(parsed.NeedsHeaders);
        Assert.Equal(expected, parsed.Matches(new FilterSubject(RecordSamples.Message) { Headers = new TheBat() }));
    }

    [Fact]
    public void Without_a_source_of_headers_no_field_is_found()
    {
        Assert.False(Parse("hdr.X-Mailer:bat").Matches(new FilterSubject(RecordSamples.Message)));
    }

    [Fact]
    public void A_session_across_midnight_was_in_both_days_hours()
    {
        SessionRecord night = s_session with { Start = new(1_700_000_000_000_000_000), End = new(1_700_012_000_000_000_000) };

        Assert.True(Parse("time:23:00..23:59").Matches(new FilterSubject(night)));
        Assert.True(Parse("time:01:00").Matches(new FilterSubject(night)));
        Assert.False(Parse("time:02:00..21:00").Matches(new FilterSubject(night)));
    }

    [Fact]
    public void A_session_longer_than_a_day_was_at_any_time_of_day()
    {
        Assert.True(Parse("time:03:33").Matches(new FilterSubject(s_session with { End = RecordSamples.After(90_000) })));
    }

    [Theory]
    [InlineData("start>2000-01-01")]
    [InlineData("time:00:00..23:59")]
    public void An_unknown_time_meets_no_condition(string filter)
    {
        SessionRecord timeless = s_session with { Start = Timestamp.Unknown, End = Timestamp.Unknown };

        Assert.False(Parse(filter).Matches(new FilterSubject(timeless)));
    }

    [Theory]
    [InlineData("net:2001:db8::/32", true)]
    [InlineData("net:2001:db8:1::/48", false)]
    [InlineData("2001:db8::5", true)]
    [InlineData("host:2001:db8::5", true)]
    [InlineData("net:10.0.0.0/8", false)]
    public void IPv6_addresses_are_asked(string filter, bool expected)
    {
        Assert.Equal(expected, Parse(filter).Matches(new FilterSubject(s_session with { Client = RecordSamples.At("2001:db8::5", 1), Server = RecordSamples.At("2001:db8::6", 25) })));
    }

    // Each of these would take an age in an engine that backtracks.
    [Fact]
    public void A_regular_expression_stays_linear_over_hostile_text()
    {
        MessageRecord hostile = RecordSamples.Message with { Subject = new string('a', 60_000) + "!" };

        Assert.False(Parse("subject~^(a+)+$").Matches(new FilterSubject(hostile)));
        Assert.False(Parse("subject:*a*a*a*a*a*a*b").Matches(new FilterSubject(hostile)));
    }

    static Filter Parse(string text)
    {
        Assert.True(Filter.TryParse(text, out Filter? filter, out FilterError? error), error?.ToString());
        return filter;
    }

    sealed class TheBat : IHeaderSource
    {
        public IEnumerable<string> Values(MessageRecord message, string name) =>
            name.Equals("X-Mailer", StringComparison.OrdinalIgnoreCase) ? ["The Bat! (v1.62)"] : [];
    }
}
