using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using FoundRecord = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Architecture;

public sealed class RegistryTests
{
    [Fact]
    public void Every_dissector_is_made_by_a_protocol_of_the_registry()
    {
        IEnumerable<Type> written = typeof(IDissector).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IDissector)) && type is { IsClass: true, IsAbstract: false });
        IEnumerable<Type> made = Protocols.All.Select(protocol => protocol.Create(NewSession(protocol)).GetType());

        Assert.NotEmpty(Protocols.All);
        Assert.Equal(written.Select(type => type.FullName).Order(), made.Select(type => type.FullName).Order());
    }

    [Fact]
    public void Protocols_have_different_names_and_ports()
    {
        Assert.NotEmpty(Protocols.All);
        Assert.Distinct(Protocols.All.Select(protocol => protocol.Name));
        Assert.Distinct(Protocols.All.SelectMany(protocol => protocol.Ports));
        Assert.All(Protocols.All, protocol => Assert.Equal(protocol.Name.ToLowerInvariant(), protocol.Name));
    }

    static SessionContext NewSession(Protocol protocol)
    {
        var analysis = new AnalysisContext(new AnalysisOptions(), new NoSink(), new NoStore());
        return new SessionContext(analysis, new Session(1, protocol.Name, new Connection()), new CursorBuffer(), new CursorBuffer());
    }

    sealed class NoSink : IRecordSink
    {
        public void OnRecord(FoundRecord record)
        {
        }
    }

    sealed class NoStore : IByteStore
    {
        public Extent Keep(Extent extent, ReadOnlySpan<byte> bytes) => extent;

        public bool TryRead(Extent extent, Span<byte> target) => false;
    }
}
