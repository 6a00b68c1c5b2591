using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Journeys;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Journeys;

public sealed class JourneyTests
{
    const string Id = "<m1@a.example>";
    const string AtB = "Received: from a.example by b.example with ESMTP; Tue, 14 Nov 2023 09:32:53 +0000\r\n";
    const string AtC = "Received: from b.example by c.example with LMTP; Tue, 14 Nov 2023 09:32:59 +0000\r\n";
    const string Mail = $"Message-ID: {Id}\r\nSubject: Hello\r\n\r\nBody\r\n";

    sealed class Captured : IByteStore
    {
        readonly List<byte> _bytes = [];

        public Extent Add(byte[] bytes)
        {
            _bytes.AddRange(bytes);
            return new Extent(0, _bytes.Count - bytes.Length, bytes.Length);
        }

        public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes) => extent;

        public bool TryRead(Extent extent, Span<byte> target)
        {
            _bytes.Slice((int)extent.Offset, extent.Length).ToArray().CopyTo(target);
            return true;
        }
    }

    readonly Captured _capture = new();
    readonly Journey _journey;
    int _messages;

    public JourneyTests() => _journey = new Journey(Id, _capture);

    JourneyTests Session(int id, string protocol, string client, string server)
    {
        _journey.OnRecord(RecordSamples.Session with { Id = id, Protocol = protocol, ClientName = client, ServerName = server });
        return this;
    }

    JourneyTests Copy(int session, string protocol, double seconds, string text, string? part = null, bool isComplete = true, string id = Id)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        var extents = new ExtentList();
        extents.Add(_capture.Add(bytes));
        _journey.OnRecord(RecordSamples.Message with
        {
            Id = ++_messages,
            Session = session,
            Protocol = protocol,
            Time = RecordSamples.After(seconds),
            MessageId = id,
            Complete = isComplete,
            Part = part,
            Content = new Content(extents, Transform.None, []),
        });
        return this;
    }

    [Fact]
    public void Hops_follow_each_other_in_time_with_their_delays()
    {
        Session(1, "smtp", "a.example", "b.example").Session(2, "imap", "pc", "b.example").Copy(2, "imap", 7, AtB + Mail).Copy(1, "smtp", 1, Mail);

        IReadOnlyList<JourneyRecord> hops = _journey.Hops();

        Assert.Equal([(1, "smtp", null), (2, "imap", 6_000_000_000L)], hops.Select(hop => (hop.Hop, hop.Message!.Protocol, hop.Delay)));
        Assert.Equal(("a.example", "b.example", true), (hops[0].ClientName, hops[0].ServerName, hops[1].IsSameBody));
    }

    [Fact]
    public void A_server_s_stamp_is_found_in_a_later_copy_and_tells_of_its_clock()
    {
        Session(1, "smtp", "a.example", "b.example").Session(2, "pop3", "pc", "b.example").Copy(1, "smtp", 0, Mail).Copy(2, "pop3", 9, AtB + Mail);

        IReadOnlyList<JourneyRecord> hops = _journey.Hops();

        Assert.Equal(("b.example", 0, 1), (hops[0].Stamp!.By, hops[0].Received, hops[1].Received));
        // The sample's first moment is 09:32:52.844000001.
        Assert.Equal(155_999_999L, hops[0].ClockOffset);
    }

    [Fact]
    public void A_hop_that_was_not_captured_is_told_by_its_Received_field()
    {
        Session(1, "smtp", "a.example", "b.example").Session(2, "imap", "pc", "c.example").Copy(1, "smtp", 0, Mail).Copy(2, "imap", 20, AtC + AtB + Mail);

        IReadOnlyList<JourneyRecord> hops = _journey.Hops();

        Assert.Equal([true, false, true], hops.Select(hop => hop.Message is not null));
        Assert.Equal(("b.example", "c.example", "LMTP"), (hops[1].ClientName, hops[1].ServerName, hops[1].Stamp!.With));
    }

    [Fact]
    public void Copies_of_one_message_to_two_servers_have_each_their_own_stamp()
    {
        Session(1, "smtp", "a.example", "x.example").Session(2, "smtp", "a.example", "b.example").Session(3, "imap", "pc", "b.example")
            .Copy(1, "smtp", 0, Mail).Copy(2, "smtp", 0.1, Mail).Copy(3, "imap", 5, AtB + Mail);

        Assert.Equal([null, "b.example", null], _journey.Hops().Select(hop => hop.Stamp?.By));
    }

    [Fact]
    public void A_body_that_was_changed_on_the_way_is_told()
    {
        Session(1, "smtp", "a", "b").Session(2, "smtp", "b", "c").Copy(1, "smtp", 0, Mail).Copy(2, "smtp", 1, AtB + Mail + "Footer\r\n");

        Assert.Equal([null, false], _journey.Hops().Select(hop => hop.IsSameBody));
    }

    [Fact]
    public void The_body_of_an_incomplete_copy_is_not_compared()
    {
        Session(1, "smtp", "a", "b").Session(2, "smtp", "b", "c").Copy(1, "smtp", 0, Mail).Copy(2, "smtp", 1, AtB + Mail, isComplete: false).Copy(2, "smtp", 2, AtB + Mail);

        Assert.Equal([null, null, true], _journey.Hops().Select(hop => hop.IsSameBody));
    }

    [Fact]
    public void Pieces_of_a_fetch_beside_the_whole_are_no_hops()
    {
        Session(1, "imap", "pc", "b").Copy(1, "imap", 0, Mail, part: "HEADER").Copy(1, "imap", 1, Mail, part: "<0>").Copy(1, "imap", 2, Mail);

        Assert.Null(Assert.Single(_journey.Hops()).Message!.Part);
    }

    [Fact]
    public void Of_pieces_alone_the_first_stands_for_the_message()
    {
        Session(1, "imap", "pc", "b").Copy(1, "imap", 0, Mail, part: "HEADER").Copy(1, "imap", 1, Mail, part: "<0>");

        Assert.Equal("HEADER", Assert.Single(_journey.Hops()).Message!.Part);
    }

    [Theory]
    [InlineData("m1@a.example")]
    [InlineData(" <m1@a.example> ")]
    public void The_identifier_may_stand_without_its_brackets(string wanted)
    {
        var journey = new Journey(wanted, _capture);
        journey.OnRecord(RecordSamples.Message with { MessageId = Id, Part = null });
        journey.OnRecord(RecordSamples.Message with { MessageId = "<other@a.example>" });

        Assert.Equal(Id, Assert.Single(journey.Hops()).MessageId);
        Assert.Equal(2, journey.Messages);
    }

    [Fact]
    public void No_more_copies_are_followed_than_the_limit()
    {
        for (int i = 0; i < Journey.MaxSightings + 3; i++) Copy(1, "smtp", i, Mail);

        Assert.Equal((Journey.MaxSightings, 3L), (_journey.Hops().Count, _journey.LeftOut));
    }
}
