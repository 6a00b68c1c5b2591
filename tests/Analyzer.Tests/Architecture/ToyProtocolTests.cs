using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Tests.Dissection.Battery;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Architecture;

/// <summary>A protocol is one folder and one line: this one is made of this file alone, and all that the rest of the program knows of it is its value.</summary>
public sealed class ToyProtocolTests
{
    /// <summary>The client says a line, and the server says it again; <c>KEEP n</c> is followed by so many bytes of mail.</summary>
    sealed class ParrotDissector(SessionContext context) : IDissector
    {
        public static readonly Protocol Protocol = new("parrot", [7777], IsParrot, context => new ParrotDissector(context));

        readonly Queue<Exchange> _waiting = new();

        static bool? IsParrot(ReadOnlySpan<byte> fromServer, ReadOnlySpan<byte> fromClient) =>
            fromServer.Length < 7 ? "PARROT\r\n"u8.StartsWith(fromServer) ? null : false : fromServer.StartsWith("PARROT"u8);

        public void Advance(ref StreamCursor client, ref StreamCursor server)
        {
            while (client.TryReadLine(out Line said))
            {
                _waiting.Enqueue(context.Command("talk", "SAY", WireText.Decode(said.Text), said.Time, said.Packet));
            }
            while (server.TryReadLine(out Line heard)) OnHeard(heard);
        }

        void OnHeard(in Line heard)
        {
            bool isGreeting = !_waiting.TryDequeue(out Exchange? exchange);
            exchange ??= context.Unsolicited("talk", heard.Time, heard.Packet);
            exchange.Answer(isGreeting ? "HI" : "OK", WireText.Decode(heard.Text), heard.Time, heard.Packet);
            context.Complete(exchange);
            if (exchange.Argument is { } said && said != exchange.Reply) context.Finding(Severity.Warning, "parrot-misheard", "the parrot says something else", heard.Packet);
        }

        public void Close(CloseReason reason, Timestamp time) => context.Session.SaidGoodbye = _waiting.Count == 0;
    }

    static RecordList Read(ushort port, params Protocol[] protocols) =>
        new CapturedDialogue(port).S("PARROT\r\n").C("hello\r\nworld\r\n").S("hello\r\nword\r\n").End().Read(options: new AnalysisOptions { Protocols = [.. protocols] });

    [Theory]
    [InlineData(7777)]
    [InlineData(40777)]
    public void A_new_protocol_is_dissected_on_its_port_and_on_others(ushort port)
    {
        RecordList records = Read(port, [.. Protocols.All, ParrotDissector.Protocol]);

        SessionRecord session = Assert.Single(records.OfType<SessionRecord>());
        Assert.Equal(("parrot", SessionOutcome.Closed, 2), (session.Protocol, session.Outcome, session.Commands));
        Assert.Equal(["HI PARROT", "OK hello", "OK word"], records.OfType<ExchangeRecord>().Select(exchange => $"{exchange.ReplyCode} {exchange.Reply}"));
        Assert.Equal("parrot-misheard", Assert.Single(records.OfType<FindingRecord>()).Code);
        Assert.Contains(records.OfType<HostRecord>(), host => host.Protocols.Contains("parrot server"));
    }

    [Fact]
    public void Without_its_line_nothing_is_known_of_it() => Assert.Empty(Read(7777, [.. Protocols.All]).OfType<SessionRecord>());
}
