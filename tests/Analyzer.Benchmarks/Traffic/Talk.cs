using System.Text;

namespace Analyzer.Benchmarks.Traffic;

/// <summary>A frame and how many microseconds after the one before it in its session it comes.</summary>
readonly record struct Frame(int Delay, byte[] Bytes);

/// <summary>What happens on a TCP connection.</summary>
enum Event
{
    Open,
    FromClient,
    FromServer,
    Close,
}

/// <summary>A step of a session: on which connection what happens.</summary>
readonly record struct Step(Talk Talk, Event Event, byte[] Bytes)
{
    /// <summary>The frames of all steps.</summary>
    public static IEnumerable<Frame> Play(IEnumerable<Step> steps) => steps.SelectMany(step => step.Talk.Play(step));
}

/// <summary>A TCP connection: turns what is said into segments and acknowledgements.</summary>
sealed class Talk
{
    readonly Way _up, _down;
    readonly PathKind _path;
    readonly Random _random;
    readonly int _size, _roundTrip;
    uint _nextUp, _nextDown;
    bool _hasLost;

    public Talk(World world, Host client, ushort clientPort, Host server, ushort serverPort, PathKind path)
    {
        _up = new Way(client, clientPort, server, serverPort);
        _down = new Way(server, serverPort, client, clientPort);
        (_path, _random) = (path, world.Random);
        _size = path == PathKind.Tiny ? 1 : client.IsV6 ? 1440 : 1460;
        _roundTrip = _random.Next(500, 40_000);
        // Some numbers wrap.
        _nextUp = _random.Next(20) == 0 ? uint.MaxValue - (uint)_random.Next(3000) : (uint)_random.NextInt64(uint.MaxValue);
        _nextDown = (uint)_random.NextInt64(uint.MaxValue);
        (Client, Server) = (client, server);
    }

    public Host Client { get; }

    public Host Server { get; }

    /// <summary>Segments of it are not in the capture.</summary>
    public bool HasLost => _hasLost;

    public Step Open() => new(this, Event.Open, []);

    public Step Says(string line) => new(this, Event.FromClient, Encoding.ASCII.GetBytes(line + "\r\n"));

    public Step Hears(string line) => new(this, Event.FromServer, Encoding.ASCII.GetBytes(line + "\r\n"));

    public Step Sends(byte[] bytes) => new(this, Event.FromClient, bytes);

    public Step Gets(byte[] bytes) => new(this, Event.FromServer, bytes);

    public Step Close() => new(this, Event.Close, []);

    public IEnumerable<Frame> Play(Step step) => step.Event switch
    {
        Event.Open => Handshake(),
        Event.Close => Farewell(),
        _ => Send(step.Event == Event.FromClient, step.Bytes),
    };

    IEnumerable<Frame> Handshake()
    {
        yield return new(0, _up.Segment(_nextUp++, 0, Flags.Syn, []));
        yield return new(_roundTrip, _down.Segment(_nextDown++, _nextUp, Flags.Syn | Flags.Ack, []));
        yield return new(20, _up.Segment(_nextUp, _nextDown, Flags.Ack, []));
    }

    IEnumerable<Frame> Farewell()
    {
        yield return new(_roundTrip, _up.Segment(_nextUp++, _nextDown, Flags.Fin | Flags.Ack, []));
        yield return new(_roundTrip, _down.Segment(_nextDown++, _nextUp, Flags.Fin | Flags.Ack, []));
        yield return new(20, _up.Segment(_nextUp, _nextDown, Flags.Ack, []));
    }

    IEnumerable<Frame> Send(bool fromClient, byte[] bytes)
    {
        (Way forth, Way back) = fromClient ? (_up, _down) : (_down, _up);
        (uint first, uint other) = fromClient ? (_nextUp, _nextDown) : (_nextDown, _nextUp);
        int burst = _size * Path.Window(_path), wait = _roundTrip;
        for (int start = 0; start < bytes.Length; start += burst)
        {
            int stop = Math.Min(bytes.Length, start + burst);
            foreach ((int from, int to) in Path.Deliver(_path, start, stop, _size, _random, ref _hasLost))
            {
                Flags flags = to == bytes.Length ? Flags.Push | Flags.Ack : Flags.Ack;
                yield return new(wait, forth.Segment(first + (uint)from, other, flags, bytes.AsSpan(from, to - from)));
                wait = 12;
            }
            if (stop < bytes.Length) yield return new(8, back.Segment(other, first + (uint)stop, Flags.Ack, []));
        }
        if (fromClient) _nextUp += (uint)bytes.Length;
        else _nextDown += (uint)bytes.Length;
    }
}
