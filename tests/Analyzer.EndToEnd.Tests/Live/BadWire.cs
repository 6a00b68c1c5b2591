using System.Buffers.Binary;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>
/// Two network namespaces and the wire between them, which loses, doubles and reorders TCP's packets: two pairs of virtual interfaces,
/// and in the middle somebody who takes frames from the one and puts them on the other.
/// </summary>
sealed class BadWire : IAsyncDisposable
{
    public const string ClientAddress = "10.77.0.1", ServerAddress = "10.77.0.2", Device = "wire0";

    const double Lost = 0.02, Doubled = 0.03, Delayed = 0.05;

    readonly CancellationTokenSource _end = new();
    readonly List<Task> _directions = [];
    readonly List<IDisposable> _links = [];

    BadWire(NetworkNamespace client, NetworkNamespace server, string prefix) => (Client, Server, ClientMiddle, ServerMiddle) = (client, server, prefix + "c", prefix + "s");

    public NetworkNamespace Client { get; }

    public NetworkNamespace Server { get; }

    /// <summary>The interface of the tests' own network on the client's side of the fault.</summary>
    public string ClientMiddle { get; }

    /// <summary>And the one on the server's side.</summary>
    public string ServerMiddle { get; }

    /// <summary>Frames that were lost, doubled or delayed.</summary>
    public int Faults => _faults;

    static int s_made;

    int _faults;

    public static async Task<BadWire> Create()
    {
        NetworkNamespace client = await NetworkNamespace.Create();
        var wire = new BadWire(client, await NetworkNamespace.Create(), $"an{Environment.ProcessId % 100_000}-{Interlocked.Increment(ref s_made)}");
        await Connect(wire.ClientMiddle, wire.Client, ClientAddress);
        await Connect(wire.ServerMiddle, wire.Server, ServerAddress);
        var clientSide = new RawLink(wire.ClientMiddle);
        var serverSide = new RawLink(wire.ServerMiddle);
        wire._links.AddRange([clientSide, serverSide]);
        wire.Forward(clientSide, serverSide, seed: 1);
        wire.Forward(serverSide, clientSide, seed: 2);
        return wire;
    }

    static async Task Connect(string middle, NetworkNamespace end, string address)
    {
        await LiveTools.Run("ip", "link", "add", middle, "type", "veth", "peer", "name", $"{middle}e");
        LinkOffload.SwitchOff($"{middle}e");
        await LiveTools.Run("ip", "link", "set", $"{middle}e", "netns", end.Name, "name", Device);
        await LiveTools.Run("ip", "link", "set", middle, "up");
        await end.Ip($"address add {address}/24 dev {Device}");
        await end.Ip($"link set {Device} up");
    }

    void Forward(RawLink from, RawLink to, int seed) => _directions.Add(Task.Factory.StartNew(() =>
    {
        var random = new Random(seed);
        byte[]? late = null;
        while (!_end.IsCancellationRequested)
        {
            ReadOnlySpan<byte> frame = from.Receive();
            double fate = !frame.IsEmpty && IsTcp(frame) ? random.NextDouble() : 1;
            if (fate < Lost + Doubled + Delayed) Interlocked.Increment(ref _faults);
            if (fate >= Lost && fate < Lost + Doubled) to.Send(frame);
            bool isLate = fate >= Lost + Doubled && fate < Lost + Doubled + Delayed && late is null;
            if (fate >= Lost && !isLate && !frame.IsEmpty) to.Send(frame);
            // What comes late comes after the next frame, or when there is none for a while.
            if (late is not null) to.Send(late);
            late = isLate ? frame.ToArray() : null;
        }
    }, TaskCreationOptions.LongRunning));

    static bool IsTcp(ReadOnlySpan<byte> frame) => frame.Length > 34 && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x0800 && frame[23] == 6;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_directions);
        foreach (IDisposable link in _links) link.Dispose();
        await LiveTools.Run("ip", "link", "del", ClientMiddle);
        await LiveTools.Run("ip", "link", "del", ServerMiddle);
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        _end.Dispose();
    }
}
