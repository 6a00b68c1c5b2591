using System.Collections.Immutable;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection;

/// <summary>Tells by the first bytes of a connection on an unknown port whether a protocol is spoken there.</summary>
/// <param name="fromServer">What the server has sent so far; may be empty.</param>
/// <param name="fromClient">What the client has sent so far; may be empty.</param>
/// <returns>True: it is; false: it is not; null: more bytes are needed.</returns>
public delegate bool? GreetingPattern(ReadOnlySpan<byte> fromServer, ReadOnlySpan<byte> fromClient);

/// <summary>An application protocol that can be dissected: all that the rest of the program has to know of it.</summary>
/// <param name="Name">Lower case, as in the records.</param>
/// <param name="Ports">The server ports that it is expected on.</param>
/// <param name="Greeting">How it is recognised elsewhere.</param>
/// <param name="Create">Makes a dissector for a new connection.</param>
public sealed record Protocol(string Name, ImmutableArray<ushort> Ports, GreetingPattern Greeting, Func<SessionContext, IDissector> Create)
{
    /// <summary>The server ports on which it is expected inside of TLS, from the first byte on (RFC 8314).</summary>
    public ImmutableArray<ushort> TlsPorts { get; init; } = [];
}
